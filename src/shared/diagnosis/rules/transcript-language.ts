import { textAt } from '../../realtime/parse.ts';
import type { Evidence } from '../finding.ts';
import { languageOf } from '../language-of.ts';
import { at, rule } from '../rule.ts';

export const transcriptLanguage = rule(
  {
    id: 'transcript-language',
    severity: 'warning',
    title: 'The transcripts are in another language than was asked for',
    explanation:
      'The session asks for one language, and what was written down is in another: the caller speaks it, or the model misheard noise as speech.',
    fix: [
      'Set the flow’s language, or realtime.language of the profile, to what callers speak.',
      'Leave the language out, if callers speak several.',
    ],
    confidence: 'likely',
    source: 'measured on the words; PROTOCOL row 43',
    rank: 58,
  },
  call => {
    let asked = '';
    const other: Evidence[] = [];
    let fitting = 0;
    return {
      see({ event, message, from }) {
        if (event.leg !== 'bot' || !message) return;
        if (from === 'bridge' && message.type === 'session.update') {
          asked = textAt(message.body, 'session', 'audio', 'input', 'transcription', 'language') || asked;
        }
        if (message.type !== 'conversation.item.input_audio_transcription.completed') return;
        const spoken = languageOf(textAt(message.body, 'transcript'));
        const wanted = (asked || textAt(call.open?.message.parameters, 'language')).slice(0, 2).toLowerCase();
        if (spoken === undefined || wanted === '') return;
        if (spoken === wanted) fitting += 1;
        // What was said is personal, and findings leave in bundles: the event's number leads to the words.
        else other.push(at(event, `A transcript looks like ${spoken}, asked was ${wanted}`));
      },
      found: () => (other.length >= 2 && other.length > fitting ? { evidence: other.slice(0, 5) } : undefined),
    };
  },
);
