/** Media offers: what Genesys Cloud can send, of which the server picks at most one and returns it untouched. */
import { z } from 'zod';

export const channelSchema = z.enum(['external', 'internal']);

export const mediaSchema = z.looseObject({
  type: z.literal('audio'),
  format: z.enum(['PCMU', 'L16']),
  channels: z.array(channelSchema).min(1).max(2),
  rate: z.literal(8000),
});
export type Media = z.infer<typeof mediaSchema>;

/** What Audio Connector offers in production: PCMU mono, the caller's side. */
export const AUDIO_CONNECTOR_OFFER: readonly Media[] = [
  { type: 'audio', format: 'PCMU', channels: ['external'], rate: 8000 },
];

/** The first offer that this console can bridge (PCMU, the external channel alone), or `undefined`. */
export function pickMedia(offers: readonly Media[]): Media | undefined {
  return offers.find(
    offer => offer.format === 'PCMU' && offer.channels.length === 1 && offer.channels[0] === 'external',
  );
}

/** True when two media descriptions say the same, whatever the order of their keys. */
export function sameMedia(a: unknown, b: unknown): boolean {
  return canonical(a) === canonical(b);
}

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'undefined';
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${canonical(item)}`).join(',')}}`;
}
