import type { Evidence } from '../finding.ts';
import { andMore, duration, rule, span } from '../rule.ts';

/** A server that tells of it does so within this, ms. */
const DUE_MS = 1_500;
const MOST_SHOWN = 5;

export const bargeInNotSent = rule(
  {
    id: 'barge-in-not-sent',
    severity: 'warning',
    title: 'The caller interrupts, and the bot talks on: no barge_in is sent',
    explanation:
      'The model detected speech while the bot was heard (speech_started) and stopped by itself, but Genesys Cloud still holds seconds of audio. It empties that only when the server sends an event with a barge_in entity.',
    fix: [
      'On input_audio_buffer.speech_started: empty your own queue, then send event with entities: [{"type":"barge_in","data":{}}].',
      'Then tell the model what was heard: conversation.item.truncate.',
    ],
    confidence: 'likely',
    source: 'PROTOCOL row 39; OpenAI documentation',
    rank: 45,
  },
  call => {
    const evidence: Evidence[] = [];
    let count = 0;
    let wanted = true;
    let since: { atMs: number; n: number; leftMs: number } | undefined;
    const settle = () => {
      if (!since) return;
      count += 1;
      const text = `speech_started while ${duration(since.leftMs)} of the bot were still to be heard, and no barge_in`;
      if (count <= MOST_SHOWN) evidence.push(span(text, since.atMs, since.atMs + DUE_MS, since.n));
      since = undefined;
    };
    return {
      see({ event, from, message }) {
        if (from === 'bridge' && message?.type === 'session.update') {
          wanted = !/"interrupt_response"\s*:\s*false/.test(JSON.stringify(message.body));
        }
        const barge = call.bargeIns.at(-1);
        if (since && barge && barge.n > since.n) since = undefined;
        if (since && event.atMs - since.atMs > DUE_MS) settle();
        if (!wanted || from !== 'model' || message?.type !== 'input_audio_buffer.speech_started') return;
        const leftMs = call.layout.isPlaying ? call.layout.endMs - event.atMs : 0;
        const told = barge !== undefined && event.atMs - barge.atMs < DUE_MS;
        if (leftMs > DUE_MS && !told) since = { atMs: event.atMs, n: event.n, leftMs };
      },
      found: () => (count === 0 ? undefined : { evidence: andMore(evidence, count) }),
    };
  },
);
