/** The caller speaks while the bot does. PROTOCOL section 10. */
import { AUDIO_CONNECTOR, bad, type Check, excerpt, good, type Judgement, ms, na } from './check.ts';
import type { CheckCall } from './check-call.ts';
import { isBargeIn, type WireMessage } from './check-wire.ts';

const group = 'barge-in';
/** A frame that left together with barge_in. */
const CROSSING_MS = 100;
/** New speech this soon after an interruption, while the caller still speaks, is old speech. */
const OLD_SPEECH_MS = 700;

function bargeIns(call: CheckCall): WireMessage[] {
  return call.received('event').filter(isBargeIn);
}

/** Judges the interruption, where there was one: the caller spoke while the bot could be heard. */
function interruption(judge: (call: CheckCall, first: WireMessage | undefined) => Judgement): Check['judge'] {
  return call => {
    if (call.heard().length === 0) return na('The bot said nothing that could be interrupted.');
    if (!call.marks.has('overlap')) return na('The bot had finished before the caller could interrupt it.');
    const fromMs = call.marks.get('interrupt') ?? 0;
    return judge(
      call,
      bargeIns(call).find(({ atMs }) => atMs >= fromMs),
    );
  };
}

export const bargeInChecks: readonly Check[] = [
  {
    id: 'barge-in-sent',
    group,
    title: 'When the caller speaks over the bot, barge_in is sent',
    source: 'Genesys documentation',
    certainty: 'documented',
    breach: 'warn',
    profiles: AUDIO_CONNECTOR,
    fix: 'When speech of the caller begins while the bot is heard, send an event with the entity {"type":"barge_in","data":{}}.',
    calls: ['interrupt'],
    judge: interruption((_call, first) =>
      first ? good('It was.') : bad('The caller spoke for 2 s over the bot, and no barge_in came within 5 s.'),
    ),
  },
  {
    id: 'barge-in-prompt',
    group,
    title: 'barge_in comes within 1.5 s of the first word',
    source: 'until then the caller and the bot talk at the same time',
    certainty: 'ours',
    breach: 'warn',
    profiles: AUDIO_CONNECTOR,
    fix: 'Send barge_in when speech begins, not when it has been understood.',
    calls: ['interrupt'],
    judge: interruption((call, first) => {
      if (!first) return na('No barge_in came.');
      const tookMs = first.atMs - (call.marks.get('interrupt') ?? 0);
      return tookMs <= 1_500 ? good(`It came after ${ms(tookMs)}.`) : bad(`It came after ${ms(tookMs)}.`);
    }),
  },
  {
    id: 'barge-in-shape',
    group,
    title: 'barge_in is the only entity of its event, and has data',
    rule: 'AH-06',
    source: 'samples of the documentation; the reference client looks at the first entity only',
    certainty: 'reference',
    profiles: AUDIO_CONNECTOR,
    fix: 'Send {"entities":[{"type":"barge_in","data":{}}]}, alone in its event.',
    calls: ['interrupt'],
    judge: interruption((_call, first) => {
      if (!first) return na('No barge_in came.');
      const { entities } = (first.value?.parameters ?? { entities: [] }) as {
        entities: { type: string; data?: unknown }[];
      };
      const [entity] = entities;
      const fits = entities.length === 1 && typeof entity?.data === 'object' && entity.data !== null;
      return fits ? good('It is.') : bad(`It is ${excerpt(JSON.stringify(entities))}.`);
    }),
  },
  {
    id: 'barge-in-queue-cleared',
    group,
    title: 'After barge_in nothing of the old speech follows',
    source: 'Genesys documentation: what comes after it plays as new speech',
    certainty: 'documented',
    breach: 'warn',
    profiles: AUDIO_CONNECTOR,
    fix: 'Empty your own queue first, cancel the answer of the model, and then send barge_in.',
    calls: ['interrupt'],
    judge: interruption((call, first) => {
      if (!first) return na('No barge_in came.');
      const old = call
        .heard()
        .filter(({ atMs }) => atMs > first.atMs + CROSSING_MS && atMs < first.atMs + OLD_SPEECH_MS);
      return old.length === 0
        ? good(`No audio came within ${ms(OLD_SPEECH_MS)}.`)
        : bad(`${old.length} audio frames followed within ${ms(OLD_SPEECH_MS)}, while the caller was still speaking.`);
    }),
  },
  {
    id: 'barge-in-once',
    group,
    title: 'An interruption is reported once',
    rule: 'AH-18',
    source: 'each event counts towards the rate limit, and flushes again',
    certainty: 'ours',
    breach: 'warn',
    profiles: AUDIO_CONNECTOR,
    fix: 'Send barge_in once an interruption, not with every frame of speech.',
    calls: ['interrupt'],
    judge: interruption((call, first) => {
      if (!first) return na('No barge_in came.');
      const count = bargeIns(call).filter(({ atMs }) => atMs >= first.atMs && atMs < first.atMs + 1_000).length;
      return count === 1 ? good('It was.') : bad(`barge_in came ${count} times within a second.`);
    }),
  },
  {
    id: 'barge-in-only-when-needed',
    group,
    title: 'Speech while the bot is silent sends no barge_in',
    source: 'it would flush the beginning of the next answer',
    certainty: 'ours',
    breach: 'warn',
    profiles: AUDIO_CONNECTOR,
    fix: 'Send barge_in only while something that you sent has not yet been heard (playback_completed tells).',
    calls: ['conversation'],
    judge: call => {
      const fromMs = call.marks.get('question');
      const toMs = call.marks.get('said');
      if (fromMs === undefined || toMs === undefined) return na('The caller did not get to speak.');
      const needless = bargeIns(call).filter(({ atMs }) => atMs >= fromMs && atMs <= toMs + 1_000);
      return needless.length === 0 ? good('None came.') : bad(`${needless.length} came while nothing was played.`);
    },
  },
];
