/** What the server selects of what it is offered. PROTOCOL section 5. */
import { sameMedia } from '../../../shared/audiohook/media.ts';
import { AUDIO_CONNECTOR, bad, type Check, droppedByServer, excerpt, good, type Judgement, na } from './check.ts';
import type { CheckCall } from './check-call.ts';
import { disconnectOf, openedOf } from './moves.ts';

const group = 'media';

function mediaOf(call: CheckCall): unknown {
  return (openedOf(call)?.value?.parameters as { media?: unknown } | undefined)?.media;
}

function offers(call: CheckCall): readonly unknown[] {
  const { media } = (call.sent('open')[0]?.value?.parameters ?? {}) as { media?: unknown };
  return Array.isArray(media) ? media : [];
}

/** Whether all that was selected had been offered, to the letter. */
function isOffered(call: CheckCall): boolean {
  const media = mediaOf(call);
  return Array.isArray(media) && media.every(one => offers(call).some(offer => sameMedia(offer, one)));
}

/** An offer that need not be accepted, but whose answer must not invent anything. */
function notInvented(call: CheckCall, what: string): Judgement {
  if (!openedOf(call)) {
    const dropped = droppedByServer(call);
    if (disconnectOf(call)) return good(`${what} was declined with disconnect.`);
    return bad(`${what} was not answered${dropped ? `: ${dropped}` : ''}.`);
  }
  const media = mediaOf(call);
  return isOffered(call)
    ? good(`${what} was answered with ${excerpt(JSON.stringify(media))}.`)
    : bad(`${what} was answered with ${excerpt(JSON.stringify(media) ?? 'no media')}, which was not offered.`);
}

export const mediaChecks: readonly Check[] = [
  {
    id: 'media-selected',
    group,
    title: 'One medium is selected',
    rule: 'AH-12',
    source: 'Genesys documentation',
    certainty: 'documented',
    profiles: AUDIO_CONNECTOR,
    fix: 'Select the offered PCMU in opened.media: with an empty list the bot is neither heard nor does it hear.',
    calls: ['ordinary'],
    judge: call => {
      const media = mediaOf(call);
      return Array.isArray(media) && media.length > 0
        ? good(`opened selects ${excerpt(JSON.stringify(media[0]))}.`)
        : bad(`opened selects nothing: media is ${excerpt(JSON.stringify(media) ?? 'absent')}.`);
    },
  },
  {
    id: 'media-at-most-one',
    group,
    title: 'At most one medium is selected',
    rule: 'AH-12',
    source: 'Genesys documentation; reference implementation',
    certainty: 'documented',
    fix: 'Return a list of one element, or of none.',
    calls: ['conversation'],
    judge: call => {
      const media = mediaOf(call);
      if (!Array.isArray(media)) return bad('opened.media is no list.');
      return media.length <= 1
        ? good(`opened.media has ${media.length} element.`)
        : bad(`opened.media has ${media.length} elements.`);
    },
  },
  {
    id: 'media-unchanged',
    group,
    title: 'The selected medium is returned as it was offered',
    rule: 'AH-12',
    source: 'Genesys documentation; an added "codec" ended sessions in production',
    certainty: 'observed',
    fix: 'Return the very object of the offer: no field added, renamed or written otherwise.',
    calls: ['ordinary'],
    judge: call => {
      const media = mediaOf(call);
      if (!Array.isArray(media)) return bad('opened.media is no list.');
      return isOffered(call)
        ? good('What was selected is one of the offers, to the letter.')
        : bad(`Offered: ${excerpt(JSON.stringify(offers(call)))}. Selected: ${excerpt(JSON.stringify(media))}.`);
    },
  },
  {
    id: 'media-not-invented',
    group,
    title: 'Another offer (stereo alone) is declined or accepted, not answered with something else',
    rule: 'AH-12',
    source: 'Genesys documentation',
    certainty: 'documented',
    fix: 'Choose from the offer. When nothing fits, answer an empty list or disconnect.',
    judgesOpening: true,
    calls: ['stereo-offer'],
    judge: call => notInvented(call, 'An offer of stereo alone'),
  },
  {
    id: 'media-several-offers',
    group,
    title: 'Several offers are answered with one of them',
    rule: 'AH-12',
    source: 'Genesys documentation (offers come in order of preference)',
    certainty: 'documented',
    fix: 'Go through the offers and return the first that you can use.',
    judgesOpening: true,
    calls: ['several-offers'],
    judge: call => {
      const media = mediaOf(call);
      if (openedOf(call) && Array.isArray(media) && media.length === 1) {
        return isOffered(call)
          ? good('One of three offers was selected.')
          : bad(`Not offered: ${excerpt(JSON.stringify(media))}.`);
      }
      return bad(
        openedOf(call)
          ? `Of three offers ${Array.isArray(media) ? media.length : 'no list'} were selected.`
          : 'Three offers, one of them mono external, were not opened.',
      );
    },
  },
  {
    id: 'media-empty-offer',
    group,
    title: 'A session without media is opened without media, and without audio',
    rule: 'AH-12',
    source: 'Genesys documentation (metadata-only sessions)',
    certainty: 'documented',
    breach: 'warn',
    fix: 'Answer an empty offer with opened and an empty list, and send no audio.',
    judgesOpening: true,
    calls: ['empty-offer'],
    judge: call => {
      if (!openedOf(call)) return bad('An offer of no media was not opened.');
      const media = mediaOf(call);
      if (!Array.isArray(media) || media.length > 0)
        return bad(`It was answered with ${excerpt(JSON.stringify(media) ?? 'no media')}.`);
      const frames = call.heard().length;
      return frames === 0
        ? good('It was opened with an empty list.')
        : bad(`${frames} audio frames came without media.`);
    },
  },
  {
    id: 'opened-parameters-known',
    group,
    title: 'opened has no parameters but those of the protocol',
    rule: 'AH-06',
    source: 'Genesys Cloud parses modelled objects strictly',
    certainty: 'observed',
    breach: 'warn',
    fix: 'Send media, and if needed startPaused, discardTo, supportedLanguages; nothing else in opened.parameters.',
    calls: ['ordinary'],
    judge: call => {
      const parameters = openedOf(call)?.value?.parameters;
      if (typeof parameters !== 'object' || parameters === null) return na('opened has no parameters.');
      const known = ['media', 'startPaused', 'discardTo', 'supportedLanguages'];
      const unknown = Object.keys(parameters).filter(name => !known.includes(name));
      return unknown.length === 0 ? good('It has none.') : bad(`opened.parameters has ${unknown.join(', ')}.`);
    },
  },
];
