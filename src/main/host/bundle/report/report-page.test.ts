/** report.html as text: what it knows of a call, and that nothing of a call can run in it. */
import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import type { DiagnosisResult, Finding } from '../../../../shared/diagnosis/finding.ts';
import type { NewSessionEvent, SessionEvent } from '../../../../shared/events/session-event.ts';
import type { SessionSummary } from '../../../../shared/events/session-summary.ts';
import { CallSound } from '../call-sound.ts';
import type { ReportHead } from './report-data.ts';
import { reportText } from './report-page.ts';

const message = (leg: 'genesys' | 'bot', direction: 'in' | 'out', value: object): NewSessionEvent => {
  const text = JSON.stringify(value);
  return { leg, type: 'message', direction, text, bytes: text.length };
};
const toCaller = (offset: number): NewSessionEvent => ({
  ...{ leg: 'genesys', type: 'audio', direction: 'out', track: 'bot', bytes: 8000 },
  offset,
});
const item = { item_id: 'item_1', content_index: 0 };
const $audio = { track: 'bot', offset: 0, bytes: 16_000 };

/** The bot says two seconds, in two frames that make one row; the caller hears the first and interrupts. */
const call: [number, NewSessionEvent][] = [
  [0, message('bot', 'in', { type: 'response.output_audio.delta', ...item, delta: { $audio } })],
  [
    1,
    message('bot', 'in', { type: 'response.output_audio_transcript.done', ...item, transcript: 'one two </script>' }),
  ],
  [2, toCaller(0)],
  [3, toCaller(8000)],
  [100, message('genesys', 'in', { type: 'playback_started', parameters: {} })],
  [1100, message('genesys', 'out', { type: 'event', parameters: { entities: [{ type: 'barge_in' }] } })],
  [5000, { leg: 'genesys', type: 'connection', phase: 'close', code: 1000 }],
];
const events = call.map(([atMs, body], n) => ({ ...body, n, atMs }) as SessionEvent);
const finding: Finding = {
  ...{ id: 'x', severity: 'warning', title: 'X', explanation: '', fix: [], confidence: 'certain', source: '' },
  evidence: [{ text: 'here', n: 3, fromMs: 3 }],
};
const diagnosis: DiagnosisResult = { findings: [finding], chains: [], notTheCause: [] };
const summary = { id: 'call', connectorId: 'demo', role: 'server', tracks: {} } as SessionSummary;

async function pageOf(audio: 'included' | 'left-out') {
  const read = async (_track: string, _offset: number, bytes: number) => new Uint8Array(bytes).fill(0x80);
  const redaction = { level: 'secrets', audio, marks: {}, ids: 0 } as const;
  const session = { summary, events, diagnosis, read, redaction, version: '1' };
  let html = '';
  for await (const piece of reportText(session, new CallSound(events, read))) html += piece;
  const head: ReportHead = JSON.parse(/id="head">(.*)<\/script>/.exec(html)?.[1] ?? '');
  return { html, head };
}

test('it knows what was said, what of it was cut and when, and the row of each event that a finding names', async () => {
  const { head } = await pageOf('included');
  expect(head).toMatchObject({
    turns: [{ speaker: 'bot', startMs: 100, heard: 'one two', cut: '</script>', wasCut: true }],
    cuts: [{ startMs: 1100, endMs: 2100, cutMs: 1100 }],
    marks: [{ kind: 'barge-in', fromMs: 1100 }],
    lanes: [{ name: 'bot', spans: [[100, 1100]], peaksMs: 1100 }],
    heard: true,
    durationMs: 5000,
    rowOf: { 3: 2 },
  });
});

test('without the sound it still shows where there was some, and has nothing to play', async () => {
  const { html, head } = await pageOf('left-out');
  expect(head).toMatchObject({ heard: false, lanes: [{ name: 'bot', spans: [[100, 1100]] }], cuts: [{ cutMs: 1100 }] });
  expect(head.lanes[0]).not.toHaveProperty('peaks');
  expect(html).not.toContain('id="sound-');
});

test('one script runs in it, by its hash; what was said in the call is data', async () => {
  const { html } = await pageOf('included');
  const scripts = [...html.matchAll(/<script( type="[^"]+" id="[^"]+")?>([\s\S]*?)<\/script>/g)];
  const running = scripts.filter(([, type]) => type === undefined).map(([, , text = '']) => text);
  expect(scripts).toHaveLength(4);
  expect(running).toHaveLength(1);
  const hash = createHash('sha256')
    .update(running[0] ?? '')
    .digest('base64');
  expect(html).toContain(`default-src 'none'; script-src 'sha256-${hash}'; style-src`);
});
