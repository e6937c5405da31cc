/** The calls that the checks read. One call serves many checks; each is made once in a run, when first needed. */
import { joinConnectorId } from '../../../shared/audiohook/connector.ts';
import { MAX_MESSAGE_BYTES, OPEN_TIMEOUT_MS } from '../../../shared/audiohook/limits.ts';
import { NULL_UUID } from '../../../shared/audiohook/messages.ts';
import { DOCS_ORDER, PRODUCTION_ORDER } from '../../../shared/audiohook/signature.ts';
import type { CheckProfile } from '../../../shared/checks/check-report.ts';
import { silence } from '../genesys-client/caller-audio.ts';
import { type CheckCall, FRAME_BYTES } from './check-call.ts';
import * as moves from './moves.ts';
import { reachScenarios } from './reach-scenarios.ts';
import type { Scenario } from './scenario.ts';
import type { UpgradeChange } from './signed-upgrade.ts';
import { closeMidSpeech, conversation, digits, interrupt, pause } from './spoken-scenarios.ts';

/** A call that is opened in an unusual way, and must stay open for a moment. */
function opening(change: object | ((call: CheckCall) => object), extra: Partial<Scenario> = {}): Scenario {
  return {
    ...extra,
    run: async (call, profile) => {
      const given = typeof change === 'function' ? change : () => change;
      if (!(await moves.connected(call))) return;
      if (await moves.begin(call, profile, given(call))) await call.until(300, () => moves.disconnectOf(call));
      await moves.hangUp(call);
    },
  };
}

/** An ordinary call in which one unusual thing happens; then a ping shows whether the session lives on. */
function disturbed(disturb: (call: CheckCall, profile: CheckProfile) => void | Promise<void>): Scenario {
  return {
    run: async (call, profile) => {
      if (!(await moves.begin(call, profile))) return;
      call.markEntry('disturbed');
      await disturb(call, profile);
      await moves.ping(call);
      await moves.hangUp(call, 'end', 300);
    },
  };
}

/** A call that is closed with a reason of its own. */
function closing(reason: string, before: (call: CheckCall) => void = () => undefined): Scenario {
  return {
    run: async (call, profile) => {
      if (!(await moves.begin(call, profile))) return;
      await call.wait(200);
      before(call);
      await moves.hangUp(call, reason, 500);
    },
  };
}

/** An upgrade that must not lead to a session: whether it does shows when `open` is answered. */
function refused(upgrade: UpgradeChange): Scenario {
  return {
    upgrade,
    run: async (call, profile) => {
      if (await moves.begin(call, profile)) call.mark('admitted');
      else await call.wait(300);
      await moves.hangUp(call);
    },
  };
}

/** Until the server ends the call, at most 1.5 s. */
async function untilEnded(call: CheckCall): Promise<void> {
  await call.until(1_500, () => moves.disconnectOf(call));
}

function withQuery(url: string): string {
  return `${url}${url.includes('?') ? '&' : '?'}check=1`;
}

const bytesOf = (length: number) => 'x'.repeat(length);

const ordinary: Scenario = {
  run: async (call, profile) => {
    if (!(await moves.begin(call, profile))) return;
    await call.wait(500);
    await moves.hangUp(call, 'end', 2_000);
  },
};

/** The server is made to end the call: `open` a second time is the plainest breach there is. */
const breach: Scenario = {
  run: async (call, profile) => {
    if (!(await moves.begin(call, profile))) return;
    call.markEntry('disturbed');
    call.send('open', moves.openParameters(call, profile));
    await call.until(2_000, () => moves.disconnectOf(call));
    if (moves.disconnectOf(call)) {
      call.mark('disconnected');
      const before = call.received('pong').length;
      call.send('ping');
      await call.until(OPEN_TIMEOUT_MS, () => call.received('pong')[before]);
      await call.wait(500);
    }
    await moves.hangUp(call, 'end', 500);
  },
};

const probe: Scenario = {
  run: async (call, profile) => {
    const nobody = { id: NULL_UUID, ani: '', aniName: '', dnis: '' };
    const languages = profile === 'transcription' ? { supportedLanguages: true } : {};
    const opened = await moves.begin(call, profile, {
      conversationId: NULL_UUID,
      participant: nobody,
      ...languages,
    });
    if (opened) await call.wait(2_000);
    await moves.hangUp(call, 'end', 500);
  },
};

const closeAtOnce: Scenario = {
  run: async (call, profile) => {
    if (!(await moves.connected(call))) return;
    call.send('open', moves.openParameters(call, profile));
    await moves.hangUp(call, 'end', 200);
  },
};

const closeBeforeOpen: Scenario = {
  run: async call => {
    if (await moves.connected(call)) await moves.hangUp(call, 'end', 200);
  },
};

/** Two calls of one organization at a time: the second runs while the first is open. */
const companion: Scenario = {
  sharedOrganization: true,
  run: async (call, profile) => {
    if (!(await moves.begin(call, profile))) return;
    await call.wait(1_000);
    await moves.ping(call);
    await moves.hangUp(call);
  },
};

/** Cuts TCP in the middle of a call, without a word. */
const dropped: Scenario = {
  run: async (call, profile) => {
    if (!(await moves.begin(call, profile))) return;
    await call.wait(300);
    call.abort();
  },
};

export const SCENARIOS = {
  ordinary,
  conversation,
  pause,
  interrupt,
  digits,
  breach,
  probe,
  companion,
  'second-companion': companion,
  afterwards: ordinary,
  dropped,
  'after-dropped': { ...ordinary, after: 'dropped' },

  'production-order': opening({}, { upgrade: { components: PRODUCTION_ORDER, productionParameters: true } }),
  'other-label': opening({}, { upgrade: { label: 'genesys' } }),
  'with-query': opening({}, { url: (base, id) => withQuery(joinConnectorId(base, id)) }),
  'upper-case-headers': opening({}, { upgrade: { upperCaseNames: true } }),
  'other-user-agent': opening({}, { upgrade: { userAgent: 'Mozilla/5.0' } }),
  'two-slashes': opening({}, { url: (base, id) => `${base.replace(/\/+$/, '')}//${id}` }),
  'base-alone': opening({}, { url: base => base }),

  'mixed-case-language': opening({ language: 'en-US' }),
  'without-optional': opening({ language: undefined, inputVariables: undefined }),
  'unknown-open-fields': opening({ somethingNew: { nested: [1, 2, 3] }, futureFlag: true }),
  'input-variables': opening({ inputVariables: { customerTier: 'gold', city: 'Zürich 東京', empty: '' } }),
  'custom-config-object': opening({ customConfig: { queue: { priority: 5 }, tags: ['a', 'b'] } }),
  'custom-config-text': opening({ customConfig: '{"queue":{"priority":5}}' }),
  'large-custom-config': opening({ customConfig: { text: bytesOf(59_900) } }),
  'plain-numbers': opening(call => ({
    participant: { id: call.ids.correlationId, ani: '+4915550100001', aniName: 'Test', dnis: '' },
  })),
  'supported-languages': opening({ supportedLanguages: true }),
  'continued-session': opening(call => ({
    continuedSessions: [{ id: call.ids.correlationId, serverseq: 12, clientseq: 15 }],
  })),
  'stereo-offer': opening({ media: [moves.STEREO] }),
  'several-offers': opening({ media: moves.MONITOR_OFFER }),
  'empty-offer': opening({ media: [] }),

  'close-error': closing('error'),
  'close-disconnect': closing('disconnect'),
  'close-reconnect': closing('reconnect'),
  'close-unknown-reason': closing('maintenance'),
  'close-after-error': closing('error', call => call.send('error', { code: 500, message: 'Internal client error' })),
  'close-in-pause': closing('end', call => call.send('paused')),
  'close-at-once': closeAtOnce,
  'close-before-open': closeBeforeOpen,
  'close-mid-speech': closeMidSpeech,

  discarded: disturbed(call => {
    call.send('discarded', { start: call.position, discarded: 'PT0.4S' });
    return call.wait(300);
  }),
  playback: disturbed(async call => {
    call.send('playback_started');
    await call.wait(200);
    call.send('playback_completed');
    await call.wait(300);
  }),
  'digit-burst': disturbed(async call => {
    for (let n = 0; n < 25; n += 1) {
      call.send('dtmf', { digit: '5' });
      await call.wait(40);
    }
  }),
  update: disturbed(async call => {
    call.send('update', { language: 'fr-ca' });
    await call.until(3_000, () => moves.answerToUpdate(call));
  }),
  'unknown-type': disturbed(async call => {
    call.send('playback_stopped');
    await call.wait(500);
  }),
  'unknown-fields': disturbed(async call => {
    call.send('ping', { rtt: 'PT0.1S', quality: { jitter: 3 } }, { trace: 'a1b2' });
    await call.wait(500);
  }),
  'not-json': disturbed(call => {
    call.sendText('this is not JSON');
    return untilEnded(call);
  }),
  'seq-gap': disturbed(call => {
    call.send('ping', {}, { seq: 40 });
    return untilEnded(call);
  }),
  'wrong-id': disturbed(call => {
    call.send('ping', {}, { id: call.ids.correlationId });
    return untilEnded(call);
  }),
  'large-text': disturbed(call => {
    call.sendText(JSON.stringify({ version: '2', padding: bytesOf(MAX_MESSAGE_BYTES + 6_000) }));
    return untilEnded(call);
  }),
  'large-audio': disturbed(call => {
    call.sendAudio(silence(MAX_MESSAGE_BYTES + 6_000));
    return untilEnded(call);
  }),
  'odd-frames': disturbed(async call => {
    for (const bytes of [160, 1, 333, 1600, 8000, 32_000, 1601]) {
      call.sendAudio(silence(bytes));
      await call.wait(50);
    }
  }),
  'empty-frame': disturbed(async call => {
    call.sendAudio(new Uint8Array(0));
    await call.wait(300);
  }),
  'catch-up': disturbed(call => {
    for (let n = 0; n < 100; n += 1) call.sendAudio(silence(FRAME_BYTES));
  }),
  fragments: disturbed(async call => {
    call.send('ping', {}, {}, 3);
    await call.until(3_000, () => call.received('pong')[0] ?? moves.disconnectOf(call));
  }),
  'audio-before-open': {
    run: async (call, profile) => {
      if (!(await moves.connected(call))) return;
      call.markEntry('disturbed');
      call.sendAudio(silence(FRAME_BYTES));
      await call.until(500, () => moves.disconnectOf(call));
      if (!moves.disconnectOf(call)) {
        call.send('open', moves.openParameters(call, profile));
        await moves.opened(call);
      }
      await moves.hangUp(call, 'end', 300);
    },
  },
  'fresh-nonce': opening({}),
  'replayed-nonce': { ...refused({}), replays: 'fresh-nonce' },
  'no-key': refused({ apiKey: null, unsigned: true }),
  'unknown-key': refused({ apiKey: 'dGhpcy1rZXktaXMtbm90LWtub3du' }),
  unsigned: refused({ unsigned: true }),
  'wrong-secret': refused({ secret: 'dGhpcy1pcy1ub3QtdGhlLWNsaWVudC1zZWNyZXQtYXQtYWxs' }),
  'secret-as-text': refused({ secretAsText: true }),
  'short-signature': refused({ signatureBytes: 8 }),
  'old-signature': refused({ clockAheadS: -120 }),
  'future-signature': refused({ clockAheadS: 120 }),
  'other-target': refused({ signedTarget: '/another/path' }),
  'uncovered-session': refused({ components: DOCS_ORDER.filter(name => name !== 'audiohook-session-id') }),
  'other-keyid': refused({ keyid: 'YW5vdGhlci1rZXk=' }),
  'short-nonce': refused({ nonce: 'c2hvcnQ=' }),
  'other-algorithm': refused({ alg: 'rsa-pss-sha512' }),
  'bad-session-header': refused({ sessionIdHeader: 'not-a-uuid' }),

  ...reachScenarios,
} as const satisfies Record<string, Scenario>;

export type ScenarioName = keyof typeof SCENARIOS;

/** The same, with every scenario as what it is. */
export const scenarioOf = (name: ScenarioName): Scenario => SCENARIOS[name];
