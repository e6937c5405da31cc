/** Defects of opening, media, messages, pings, pauses, digits and endings: the good server with one thing wrong. */

import type { Defect } from './check-server.ts';
import type { GoodSession } from './good-session.ts';
import type { Mutants } from './upgrade-mutants.ts';

type MethodName = {
  [Name in keyof GoodSession]: GoodSession[Name] extends (...given: never[]) => unknown ? Name : never;
}[keyof GoodSession];

/** Changes one method of every session. */
function instead<Name extends MethodName>(
  name: Name,
  change: (usual: GoodSession[Name], session: GoodSession) => GoodSession[Name],
): Defect {
  return {
    session: session => {
      const usual = session[name] as (...given: never[]) => unknown;
      Object.assign(session, { [name]: change(usual.bind(session) as GoodSession[Name], session) });
    },
  };
}

/** An open that the server does not like. */
const refusesOpen = (dislikes: (parameters: Record<string, unknown>) => boolean): Defect =>
  instead(
    'onOpen',
    (usual, session) => parameters => (dislikes(parameters) ? session.violation('open') : usual(parameters)),
  );

/** A message that the server does not like. */
const refuses = (type: string, how: (session: GoodSession) => void = session => session.violation(type)): Defect =>
  instead('dispatch', (usual, session) => message => (message.type === type ? how(session) : usual(message)));

const drop = (session: GoodSession) => session.socket.terminate();

/** Changes the fields of messages of a type; of all without one. */
const sends = (change: (fields: Record<string, unknown>, session: GoodSession) => object, type?: string): Defect =>
  instead('envelope', (usual, session) => (which, parameters) => {
    const fields = usual(which, parameters);
    return type === undefined || type === which ? { ...fields, ...change(fields, session) } : fields;
  });

/** Sends something of its own once, right after opened. */
const says = (what: (session: GoodSession) => void): Defect =>
  instead('onOpen', (usual, session) => parameters => {
    usual(parameters);
    what(session);
  });

const closesWith = (reason: string): Defect =>
  instead('onClose', usual => parameters => {
    if (parameters.reason !== reason) usual(parameters);
  });

/** Breaks where the good server ends the session. */
const breaksAt = (what: string, how: (session: GoodSession) => void): Defect =>
  instead('violation', (usual, session) => found => (found === what ? how(session) : usual(found)));

const deaf = (session: GoodSession) => {
  session.onMessage = () => undefined;
};

type Open = { media: unknown[]; participant: { ani: string; dnis: string }; customConfig?: unknown; language?: string };
const asOpen = (parameters: Record<string, unknown>) => parameters as unknown as Open;

const PCMU = { type: 'audio', format: 'PCMU', channels: ['external'], rate: 8000 };

export const sessionMutants: Mutants = {
  'opened-in-time': instead('onOpen', (usual, session) => parameters => session.after(6_000, () => usual(parameters))),
  'opened-soon': instead('onOpen', (usual, session) => parameters => session.after(3_500, () => usual(parameters))),
  'opened-first': instead('onOpen', (usual, session) => parameters => {
    session.send('event', { entities: [] });
    usual(parameters);
  }),
  'opened-once': says(session => session.send('opened', { media: [] })),
  'open-language-case': refusesOpen(parameters => /[A-Z]/.test(asOpen(parameters).language ?? '')),
  'open-without-optional': refusesOpen(parameters => asOpen(parameters).language === undefined),
  'open-unknown-fields': refusesOpen(parameters => 'somethingNew' in parameters),
  'open-input-variables': refusesOpen(parameters => /[^\0-\x7f]/.test(JSON.stringify(parameters.inputVariables ?? {}))),
  'open-custom-config': refusesOpen(({ customConfig }) => typeof customConfig === 'string'),
  'open-large': refusesOpen(parameters => JSON.stringify(parameters).length > 32_000),
  'open-plain-numbers': refusesOpen(parameters => /^\+/.test(asOpen(parameters).participant.ani)),

  'probe-opened': refusesOpen(({ conversationId }) => /^[0-]+$/.test(String(conversationId))),
  'probe-stays-open': says(session => {
    if (session.probe) session.after(500, () => session.hangUp({ reason: 'completed' }));
  }),
  'probe-silent': says(session => {
    if (session.probe) session.speak(session.voice.greeting);
  }),
  'probe-closed': instead('onClose', (usual, session) => parameters => {
    if (session.probe) session.write({ ...session.envelope('closed', {}), seq: 2, parameters: undefined });
    else usual(parameters);
  }),

  'media-selected': instead('select', () => () => []),
  'media-at-most-one': instead('select', () => media => [...media.slice(0, 1), ...media.slice(0, 1)]),
  'media-unchanged': instead('select', () => media => media.slice(0, 1).map(one => ({ ...one, codec: 'PCMU' }))),
  'media-not-invented': instead(
    'select',
    usual => media => (media.length === 1 && JSON.stringify(media).includes('internal') ? [PCMU] : usual(media)),
  ),
  'media-several-offers': refusesOpen(parameters => asOpen(parameters).media.length > 1),
  'media-empty-offer': refusesOpen(parameters => asOpen(parameters).media.length === 0),
  'opened-parameters-known': sends(
    ({ parameters }) => ({ parameters: { ...(parameters as object), sessionName: 'demo' } }),
    'opened',
  ),

  'message-json': says(session => session.sendText('connected')),
  'message-version': sends(() => ({ version: 2 })),
  'message-id': sends(() => ({ id: '12121212-3434-4565-8787-909090909090' })),
  'message-seq-first': sends(({ seq }) => ({ seq: Number(seq) - 1 })),
  // A message is numbered and then dropped by a limiter.
  'message-seq-steps': says(session => {
    session.seq += 1;
  }),
  'message-clientseq-number': sends(({ clientseq }) => ({ clientseq: Number(clientseq) + 5 })),
  'message-clientseq-current': sends(() => ({ clientseq: 0 }), 'closed'),
  'message-parameters': sends(() => ({ parameters: undefined }), 'pong'),
  'message-no-client-fields': sends(() => ({ position: 'PT0.0S' }), 'pong'),
  'message-no-unknown-fields': sends(() => ({ timestamp: '2025-01-01T00:00:00Z' }), 'pong'),
  'message-known-types': says(session => session.send('error', { code: 500 })),
  'message-parameter-types': says(session => session.send('event', { entities: { type: 'bot_turn_response' } })),
  'message-size': says(session =>
    session.send('event', { entities: [{ type: 'x', data: { text: '- '.repeat(33_000) } }] }),
  ),
  'message-rate': says(session => {
    for (let n = 0; n < 40; n += 1) session.send('event', { entities: [{ type: 'token', data: {} }] });
  }),

  'pong-answered': instead('onPing', (usual, session) => () => {
    if (session.seq < 2) usual();
  }),
  'pong-prompt': instead('onPing', (usual, session) => () => session.after(2_500, usual)),
  'pong-clientseq': sends(() => ({ clientseq: 1 }), 'pong'),
  'pong-once': instead('onPing', usual => () => {
    usual();
    usual();
  }),
  'no-server-ping': says(session => session.after(2_000, () => session.send('ping'))),
  'pong-in-pause': instead('onPing', (usual, session) => () => {
    if (!session.paused) usual();
  }),
  'pong-after-disconnect': instead('onPing', (usual, session) => () => {
    if (session.phase !== 'ending') usual();
  }),

  'paused-accepted': refuses('paused'),
  'resumed-accepted': refuses('resumed'),
  'discarded-accepted': refuses('discarded'),
  'silent-in-pause': instead('onEvent', usual => (type, parameters) => {
    if (type !== 'paused') usual(type, parameters);
  }),
  'speaks-after-pause': instead('onEvent', usual => (type, parameters) => {
    if (type !== 'resumed') usual(type, parameters);
  }),

  'dtmf-accepted': instead(
    'onEvent',
    (usual, session) => (type, parameters) =>
      parameters.digit === '*' ? session.violation('dtmf') : usual(type, parameters),
  ),
  'dtmf-burst': {
    session: session => {
      let digits = 0;
      const usual = session.onEvent.bind(session);
      session.onEvent = (type, parameters) => {
        if (type === 'dtmf') digits += 1;
        if (digits > 20) session.violation('too many digits');
        else usual(type, parameters);
      };
    },
  },
  'playback-accepted': refuses('playback_started'),
  'conversation-survived': { session: session => session.after(7_000, () => session.hangUp({ reason: 'error' })) },

  'close-end': closesWith('end'),
  'close-error': closesWith('error'),
  'close-disconnect': closesWith('disconnect'),
  'close-reconnect': closesWith('reconnect'),
  'close-unknown-reason': closesWith('maintenance'),
  'close-after-error': refuses('error', drop),
  'close-in-pause': instead('onClose', (usual, session) => parameters => {
    if (!session.paused) usual(parameters);
  }),
  // Still starting its bot, it does not hear that the caller has gone.
  'close-at-once': {
    session: session => {
      const [onOpen, onClose] = [session.onOpen.bind(session), session.onClose.bind(session)];
      let ready = true;
      session.onOpen = parameters => {
        ready = false;
        session.after(100, () => {
          ready = true;
        });
        onOpen(parameters);
      };
      session.onClose = parameters => {
        if (ready) onClose(parameters);
      };
    },
  },
  'close-before-open': instead('onClose', (usual, session) => parameters => {
    if (session.phase !== 'connected') usual(parameters);
  }),
  'closed-soon': instead('onClose', (usual, session) => parameters => session.after(5_000, () => usual(parameters))),
  'closed-once': instead('onClose', usual => parameters => {
    usual(parameters);
    usual(parameters);
  }),
  'closed-last': instead('onClose', (usual, session) => parameters => {
    usual(parameters);
    session.send('event', { entities: [] });
  }),
  'closed-plain': sends(() => ({ parameters: { outputVariables: { a: 'b' } } }), 'closed'),
  'tcp-left-open': instead('onClose', (usual, session) => parameters => {
    usual(parameters);
    session.after(200, () => session.socket.close(1000));
  }),
  'disconnect-leaves-open': instead('hangUp', (usual, session) => parameters => {
    usual(parameters);
    session.socket.close(1000);
  }),
  'disconnect-reason': instead('hangUp', usual => parameters => usual({ ...parameters, reason: 'done' })),
  'output-variables-strings': instead(
    'hangUp',
    usual => parameters => usual({ ...parameters, outputVariables: { turns: 3 } }),
  ),
  'farewell-heard': instead('sayFarewell', (_usual, session) => () => {
    session.speak(session.voice.farewell);
    session.hangUp({ reason: 'completed' });
  }),

  'survives-no-json': breaksAt('not JSON', drop),
  'survives-seq-gap': breaksAt('seq', drop),
  'survives-wrong-id': breaksAt('id', drop),
  'survives-large-text': breaksAt('too large', deaf),
  'survives-large-audio': breaksAt('audio too large', deaf),
  'survives-early-audio': breaksAt('audio before open', drop),
  'tolerates-unknown-type': refuses('playback_stopped'),
  'tolerates-unknown-fields': instead(
    'dispatch',
    (usual, session) => message => ('trace' in message ? session.violation('unknown field') : usual(message)),
  ),
  'tolerates-frame-sizes': instead(
    'onAudio',
    (usual, session) => audio => (audio.length === 333 ? session.violation('frame size') : usual(audio)),
  ),
  'tolerates-empty-frame': instead(
    'onAudio',
    (usual, session) => audio => (audio.length === 0 ? session.socket.terminate() : usual(audio)),
  ),
  'tolerates-catch-up': {
    session: session => {
      let frames = 0;
      const usual = session.onAudio.bind(session);
      session.after(1_000, () => {
        frames = -1_000_000;
      });
      session.onAudio = audio => {
        frames += 1;
        if (frames > 80) session.violation('too much audio');
        else usual(audio);
      };
    },
  },
  // A library without fragments: FIN is not set, and the opcode is text (RFC 6455, section 5.2).
  'tolerates-fragments': {
    server: server => {
      const { admit } = server;
      server.admit = (request, socket, head, knock) => {
        admit.call(server, request, socket, head, knock);
        socket.on('data', (chunk: Buffer) => {
          if (chunk[0] === 0x01 && chunk.length < 400) socket.destroy();
        });
      };
    },
  },
  'refuses-second-open': breaksAt('second open', session => session.send('opened', { media: [] })),
  'update-answered': instead('onEvent', usual => (type, parameters) => {
    if (type !== 'update') usual(type, parameters);
  }),
  'two-calls-at-once': {
    server: server => {
      const organizations = new Set<string>();
      server.rules.set('one at a time', ({ headers }) => {
        const organization = headers['audiohook-organization-id'] ?? '';
        const busy = organizations.has(organization);
        organizations.add(organization);
        return busy;
      });
    },
  },
  // What one session throws ends the listening of all.
  'survives-checks': {
    session: (session, server) => {
      const usual = session.violation.bind(session);
      session.violation = what => {
        if (what === 'not JSON') server.rules.set('broken', () => true);
        usual(what);
      };
    },
  },
  'survives-lost-call': {
    server: server => {
      const { start } = server;
      server.start = (socket, knock) => {
        socket.on('close', code => {
          if (code === 1006) server.rules.set('broken', () => true);
        });
        start.call(server, socket, knock);
      };
    },
  },
};
