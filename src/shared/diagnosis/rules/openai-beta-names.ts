import type { Evidence } from '../finding.ts';
import { andMore, at, rule } from '../rule.ts';

/** Events that only the retired beta had. */
const BETA = /^(?:response\.audio\.|response\.audio_transcript\.|response\.text\.|conversation\.item\.created$)/;

export const openaiBetaNames = rule(
  {
    id: 'openai-beta-names',
    severity: 'problem',
    title: 'Names of the Realtime beta are used; the beta is switched off',
    explanation:
      'OpenAI’s beta protocol ended in 2026. Its names (response.audio.delta, OpenAI-Beta: realtime=v1, "g711_ulaw") mean nothing to the present API, or end the session.',
    fix: [
      'Leave the header OpenAI-Beta out.',
      'Use the present names: response.output_audio.delta, audio.output.format {"type":"audio/pcmu"}, session.type "realtime".',
    ],
    confidence: 'certain',
    source: 'OpenAI: beta shape off since 2026-05-12; pickle-com/glass#220, litellm#18969',
    rank: 10,
    covers: ['ended-with-error', 'openai-session-lost', 'openai-error', 'no-answer-audio'],
  },
  () => {
    const evidence: Evidence[] = [];
    let count = 0;
    const add = (one: Evidence) => {
      count += 1;
      if (count <= 3) evidence.push(one);
    };
    return {
      see({ event, message, from }) {
        if (event.leg !== 'bot') return;
        if (event.type === 'connection' && event.headers?.['openai-beta'])
          add(at(event, `OpenAI-Beta: ${event.headers['openai-beta']}`));
        if (event.type === 'note' && /beta_api_shape_disabled/.test(event.text)) add(at(event, event.text));
        if (message && from && BETA.test(message.type)) add(at(event, `${message.type} is a name of the beta`));
      },
      found: () => (count > 0 ? { evidence: andMore(evidence, count) } : undefined),
    };
  },
);
