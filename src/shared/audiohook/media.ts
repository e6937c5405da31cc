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

/** What an `open` may offer, also what this console cannot serve: an offer that we do not know is no fault of the client's. */
export const offerSchema = z.looseObject({
  type: z.string(),
  format: z.string(),
  channels: z.array(z.string()),
  rate: z.number(),
});
export type Offer = z.infer<typeof offerSchema>;

/** What Audio Connector offers in production: PCMU mono, the caller's side. */
export const AUDIO_CONNECTOR_OFFER: readonly Media[] = [
  { type: 'audio', format: 'PCMU', channels: ['external'], rate: 8000 },
];

/**
 * The offer that this console likes best, or `undefined` where there is none. What the caller says (external) comes
 * before what they hear, mono before stereo, because the bot needs one channel; PCMU before L16, because it needs no
 * conversion.
 */
export function pickMedia(offers: readonly Offer[]): Media | undefined {
  let best: Media | undefined;
  for (const offer of offers) if (isMedia(offer) && (!best || liking(offer) > liking(best))) best = offer;
  return best;
}

function isMedia(offer: Offer): offer is Media {
  return mediaSchema.safeParse(offer).success;
}

function liking(media: Media): number {
  const { channels, format } = media;
  return (channels.includes('external') ? 4 : 0) + (channels.length === 1 ? 2 : 0) + (format === 'PCMU' ? 1 : 0);
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
