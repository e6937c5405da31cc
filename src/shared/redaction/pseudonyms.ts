/**
 * Other ids in place of the real ones: the same one for the same id, of the same form, so that events still tell which
 * belong together. They are numbered as they come, so nothing of an id is left in its pseudonym.
 */
import { NULL_UUID } from '../audiohook/messages.ts';

const UUID = /\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi;
/** Ids of the Realtime API. */
const PREFIXED = /\b(item|event|resp|sess|conv|call|msg|rs|fc|part|req|asst|org|proj|user)_([A-Za-z0-9]{8,})\b/g;

const OWN_UUID = /^00000000-0000-4000-8000-[0-9a-f]{12}$/;
const OWN_PREFIXED = /^p\d{9}$/;

export class Pseudonyms {
  readonly #known = new Map<string, string>();

  /** How many different ids were replaced. */
  get count(): number {
    return this.#known.size;
  }

  /** The text with every id in it replaced. The probe's null id says what it is, and stays; so does a pseudonym. */
  replace(text: string): string {
    if (text.length < 12) return text;
    return text
      .replace(UUID, id => {
        const uuid = id.toLowerCase();
        return uuid === NULL_UUID || OWN_UUID.test(uuid)
          ? id
          : this.#of(uuid, number => `00000000-0000-4000-8000-${number.toString(16).padStart(12, '0')}`);
      })
      .replace(PREFIXED, (id, prefix: string, rest: string) =>
        OWN_PREFIXED.test(rest) ? id : this.#of(id, number => `${prefix}_p${String(number).padStart(9, '0')}`),
      );
  }

  #of(id: string, make: (number: number) => string): string {
    const known = this.#known.get(id);
    if (known !== undefined) return known;
    const made = make(this.#known.size + 1);
    this.#known.set(id, made);
    return made;
  }
}
