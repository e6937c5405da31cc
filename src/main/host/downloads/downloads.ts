/**
 * Files on their way to the user: a carrier of the page serves each under a ticket that nobody can guess, and the browser
 * or the desktop asks where to put it. So what is large goes from disk to disk, and never through the page.
 */
import type { Readable } from 'node:stream';
import type { Clock } from '../../../shared/lib/clock.ts';
import type { Ids } from '../../../shared/lib/ids.ts';

export const DOWNLOAD_PATH = '/download/';

const TICKET_BYTES = 32;
/** From the click to the request. */
const ONCE_MS = 60_000;

export type Download = {
  readonly fileName: string;
  readonly type: string;
  /** Undefined where it is not known before it is made. */
  readonly bytes?: number;
  open(): Readable;
};

type Offered = { readonly download: Download; readonly once: boolean; readonly endTimer: () => void };

export class Downloads {
  readonly #clock: Clock;
  readonly #ids: Ids;
  readonly #offered = new Map<string, Offered>();

  constructor({ clock, ids }: { clock: Clock; ids: Ids }) {
    this.#clock = clock;
    this.#ids = ids;
  }

  /** To be fetched once, soon. */
  offerOnce(download: Download): string {
    return this.#offer(download, true);
  }

  /** To be fetched until it is withdrawn. */
  offer(download: Download): string {
    return this.#offer(download, false);
  }

  withdraw(ticket: string): void {
    this.#offered.get(ticket)?.endTimer();
    this.#offered.delete(ticket);
  }

  /** @param path of a URL; undefined when there is nothing under it, or no longer */
  take(path: string): Download | undefined {
    if (!path.startsWith(DOWNLOAD_PATH)) return undefined;
    const ticket = path.slice(DOWNLOAD_PATH.length);
    const offered = this.#offered.get(ticket);
    if (offered?.once) this.withdraw(ticket);
    return offered?.download;
  }

  dispose(): void {
    for (const ticket of [...this.#offered.keys()]) this.withdraw(ticket);
  }

  #offer(download: Download, once: boolean): string {
    const ticket = Buffer.from(this.#ids.bytes(TICKET_BYTES)).toString('base64url');
    const endTimer = once ? this.#clock.after(ONCE_MS, () => this.#offered.delete(ticket)) : () => undefined;
    this.#offered.set(ticket, { download, once, endTimer });
    return ticket;
  }
}

/** What goes before the bytes: it is saved, never shown, whatever it holds. */
export function downloadHeaders({ fileName, type, bytes }: Download): Record<string, string> {
  const plain = fileName.replace(/[^\w.-]/g, '_');
  return {
    'content-type': type,
    'content-disposition': `attachment; filename="${plain}"`,
    'cache-control': 'no-store',
    ...(bytes === undefined ? {} : { 'content-length': String(bytes) }),
  };
}
