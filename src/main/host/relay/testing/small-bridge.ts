/**
 * A bridge as somebody might have written it, in a page: Genesys Cloud on one side, a Realtime API on the other. Right as
 * it stands; each way in which it can be wrong is one that people report.
 */
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';

export type Wrongness = {
  /** The caller's audio that is passed on, made of what came; undefined: dropped. */
  toModel?: (audio: Buffer, offset: number) => Buffer | undefined;
  /** The bot's audio that is passed on. */
  toGenesys?: (audio: Buffer) => Buffer | undefined;
  /** Audio goes to Genesys Cloud as base64 in a text message. */
  asText?: true;
  /** Length of all frames to Genesys Cloud, bytes of PCMU. */
  frameBytes?: number;
  /** Pings are not answered. */
  noPong?: true;
  /** Nobody tells Genesys Cloud that the caller interrupts. */
  noBargeIn?: true;
  /** The first message has number 2: it was raised before it was written. */
  countsFrom2?: true;
  /** A setting that the Realtime API does not have. */
  unknownSetting?: true;
  /** The header of the beta. */
  beta?: true;
  /** What is asked of the model, while µ-law goes to it, and whatever it says goes to Genesys Cloud. */
  format?: 'audio/pcm';
  /** So long after the upgrade something goes to Genesys Cloud that is no WebSocket frame, ms of real time. */
  garbageAfterMs?: number;
  /** No fault: the model speaks first. */
  greets?: true;
};

/** The session that is asked for: µ-law both ways, in a bridge that is right. */
const sessionOf = (format: object) => ({
  type: 'realtime',
  audio: {
    input: { format, turn_detection: { type: 'server_vad', silence_duration_ms: 500 } },
    output: { format },
  },
});
const PCMU = { type: 'audio/pcmu' };
const PCM24 = { type: 'audio/pcm', rate: 24_000 };
/** The first frame of an answer, 200 ms: the caller hears it soon. */
const FIRST_BYTES = 1600;
/** All others, 1 s: a model speaks faster than real time, and 5 frames a second are what Genesys Cloud takes. */
const FRAME_BYTES = 8000;

/**
 * @param realtimeUrl of the API, without its path @param atEnd told what ends the bridge: as a rule the running test
 * @returns the URL that Genesys Cloud calls
 */
export async function smallBridge(
  realtimeUrl: string,
  wrong: Wrongness = {},
  atEnd: (end: () => Promise<void>) => void = onTestFinished,
): Promise<string> {
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
  await once(server, 'listening');
  atEnd(() => {
    for (const client of server.clients) client.terminate();
    return new Promise(resolve => server.close(() => resolve()));
  });
  const headers = { authorization: 'Bearer of-no-account', ...(wrong.beta ? { 'openai-beta': 'realtime=v1' } : {}) };
  server.on('connection', (genesys, { socket }) => {
    bridge(genesys, new WebSocket(`${realtimeUrl}/realtime?model=gpt-realtime-2.1`, { headers }), wrong);
    // Reserved bits, as an extension nobody agreed on would set.
    if (wrong.garbageAfterMs) setTimeout(() => socket.write(Buffer.from('f10100', 'hex')), wrong.garbageAfterMs);
  });
  return `ws://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

function bridge(genesys: WebSocket, model: WebSocket, wrong: Wrongness): void {
  let begun = false;
  const nextBytes = () => wrong.frameBytes ?? (begun ? FRAME_BYTES : FIRST_BYTES);
  let seq = wrong.countsFrom2 ? 1 : 0;
  let id = '';
  let clientseq = 0;
  let callerBytes = 0;
  let waiting = Buffer.alloc(0);
  let ready = false;
  const early: Buffer[] = [];
  const tell = (type: string, parameters: object = {}) => {
    seq += 1;
    genesys.send(JSON.stringify({ version: '2', type, id, seq, clientseq, parameters }));
  };
  const ask = (event: object) => {
    if (model.readyState === WebSocket.OPEN) model.send(JSON.stringify(event));
  };
  const pass = (audio: Buffer) => {
    const passed = wrong.toModel ? wrong.toModel(audio, callerBytes) : audio;
    callerBytes += audio.length;
    if (passed) ask({ type: 'input_audio_buffer.append', audio: passed.toString('base64') });
  };

  genesys.on('message', (data: Buffer, isBinary) => {
    if (isBinary) {
      if (ready) pass(data);
      else early.push(data);
      return;
    }
    const message = JSON.parse(data.toString());
    ({ id } = message);
    clientseq = message.seq;
    if (message.type === 'open') tell('opened', { media: [message.parameters.media[0]] });
    if (message.type === 'ping' && !wrong.noPong) tell('pong');
    if (message.type === 'close') tell('closed');
  });
  genesys.on('error', () => undefined);
  genesys.on('close', () => model.close());
  model.on('error', () => genesys.close());

  model.on('message', data => {
    const event = JSON.parse(data.toString());
    if (event.type === 'session.created') {
      const session = sessionOf(wrong.format ? PCM24 : PCMU);
      ask({ type: 'session.update', session: wrong.unknownSetting ? { ...session, mood: 'calm' } : session });
    }
    if (event.type === 'session.updated') {
      ready = true;
      for (const audio of early.splice(0)) pass(audio);
      if (wrong.greets) ask({ type: 'response.create' });
    }
    if (event.type === 'input_audio_buffer.speech_started' && seq > 1 && !wrong.noBargeIn) {
      tell('event', { entities: [{ type: 'barge_in', data: {} }] });
    }
    if (event.type === 'response.output_audio.delta') {
      waiting = Buffer.concat([waiting, Buffer.from(event.delta, 'base64')]);
      while (waiting.length >= nextBytes()) send(waiting.subarray(0, nextBytes()));
    }
    if (event.type === 'response.output_audio.done') {
      if (waiting.length > 0) send(waiting);
      begun = false;
    }
  });
  const send = (frame: Buffer) => {
    waiting = waiting.subarray(frame.length);
    begun = true;
    const passed = wrong.toGenesys ? wrong.toGenesys(frame) : frame;
    if (!passed || genesys.readyState !== WebSocket.OPEN) return;
    if (wrong.asText) tell('event', { entities: [{ type: 'audio', data: passed.toString('base64') }] });
    else genesys.send(passed);
  };
}
