/** Media offers by name: what Genesys Cloud's products are known to send, and what a server should also be tried with. */
import type { Offer } from './media.ts';

function audio(format: 'PCMU' | 'L16', ...channels: ('external' | 'internal')[]): Offer {
  return { type: 'audio', format, channels, rate: 8000 };
}

/** `audio-connector` and `monitor` as seen or documented; the others single out one form. PROTOCOL section 5. */
export const OFFERS = {
  'audio-connector': [audio('PCMU', 'external')],
  monitor: [audio('PCMU', 'external', 'internal'), audio('PCMU', 'external'), audio('PCMU', 'internal')],
  stereo: [audio('PCMU', 'external', 'internal')],
  'stereo-reversed': [audio('PCMU', 'internal', 'external')],
  internal: [audio('PCMU', 'internal')],
  l16: [audio('L16', 'external')],
  'l16-stereo': [audio('L16', 'external', 'internal')],
  empty: [],
} as const satisfies Record<string, readonly Offer[]>;

export type OfferName = keyof typeof OFFERS;
export const OFFER_NAMES = Object.keys(OFFERS) as [OfferName, ...OfferName[]];

export const OFFER_WORDS: Readonly<Record<OfferName, string>> = {
  'audio-connector': 'Audio Connector: PCMU, external',
  monitor: 'Monitor: PCMU stereo, or either channel; takes no audio',
  stereo: 'PCMU stereo, external first',
  'stereo-reversed': 'PCMU stereo, internal first',
  internal: 'PCMU, internal only',
  l16: 'L16, external',
  'l16-stereo': 'L16 stereo, external first',
  empty: 'no media at all',
};
