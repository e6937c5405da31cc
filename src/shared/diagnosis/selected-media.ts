/** What was selected, beside what was offered. */
import type { CallFacts } from './call-facts.ts';

/** True when channels, format or rate are none of the offers', whatever else differs. */
export function selectsOther({ selected, offered }: CallFacts): boolean {
  const kindOf = ({ format, channels, rate }: Readonly<Record<string, unknown>>) =>
    JSON.stringify([String(format).toUpperCase(), channels, Number(rate)]);
  const offers = offered.map(kindOf);
  return selected.some(media => !offers.includes(kindOf(media)));
}

/** True for a client that takes no audio: it was offered both sides of a conversation, or another side than the caller's was selected. */
export function listensOnly({ selected, offered }: CallFacts): boolean {
  const channelsOf = ({ channels }: Readonly<Record<string, unknown>>) => (Array.isArray(channels) ? channels : []);
  return (
    offered.some(media => channelsOf(media).length > 1) ||
    selected.some(media => channelsOf(media).some(channel => channel !== 'external'))
  );
}
