/** Whether the server selected something else than was offered, or what was offered in another form. */
import type { CallFacts } from './call-facts.ts';

/** True when channels, format or rate are none of the offers', whatever else differs. */
export function selectsOther({ selected, offered }: CallFacts): boolean {
  const kindOf = ({ format, channels, rate }: Readonly<Record<string, unknown>>) =>
    JSON.stringify([String(format).toUpperCase(), channels, Number(rate)]);
  const offers = offered.map(kindOf);
  return selected.some(media => !offers.includes(kindOf(media)));
}
