/** What every carrier of the contract must do. One suite; carriers.test.ts runs it over each of them. */
import { afterEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { fail, ok } from '../lib/result.ts';
import type { Carrier } from './carrier.ts';
import { createClient } from './client.ts';
import { command, type HandlersOf, type StreamSink, stream } from './define.ts';
import { serveContract } from './server.ts';

const bytes = z.instanceof(Uint8Array);
const nothing = z.object({});

const sample = {
  add: command({ input: z.object({ a: z.number(), b: z.number() }), output: z.object({ sum: z.number() }) }),
  echo: command({ input: z.object({ text: z.string() }), output: z.object({ text: z.string() }) }),
  reverse: command({ input: z.object({ bytes }), output: z.object({ bytes }) }),
  refuse: command({ input: nothing, output: nothing, errors: ['too-much'] }),
  explode: command({ input: nothing, output: nothing }),
  misreport: command({ input: nothing, output: z.object({ sum: z.number() }) }),
  neverAnswer: command({ input: nothing, output: nothing }),
  count: stream({ input: z.object({ to: z.number() }), item: z.object({ at: z.number() }) }),
  breakOff: stream({ input: nothing, item: nothing }),
  explodeLater: stream({ input: nothing, item: nothing }),
  goOn: stream({ input: nothing, item: z.object({ at: z.number() }) }),
} as const;

function signal(): { fired: Promise<void>; fire(): void } {
  let fire = (): void => undefined;
  const fired = new Promise<void>(resolve => {
    fire = resolve;
  });
  return { fired, fire };
}

/** Two joined ends. `closePage` ends the page's; `closeHost` the host's, where the page lives on to notice. */
export type JoinedCarriers = { page: Carrier; host: Carrier; closePage(): void; closeHost?(): void };

export function contractSuite(name: string, join: () => Promise<JoinedCarriers>, dispose: () => Promise<void>): void {
  describe(`the contract over ${name}`, () => {
    afterEach(dispose);

    async function open() {
      const joined = await join();
      const bugs: { error: unknown; name: string }[] = [];
      const sinks: StreamSink<{ at: number }>[] = [];
      let cancelled = 0;
      const handlers: HandlersOf<typeof sample> = {
        add: ({ a, b }) => ok({ sum: a + b }),
        echo: ({ text }) => ok({ text }),
        // Node's Buffer, as sockets and files give it, is bytes too.
        reverse: input => ok({ bytes: Buffer.from(input.bytes).reverse() }),
        refuse: () => fail('too-much', 'That was too much.'),
        explode: () => {
          throw new Error('secret detail');
        },
        misreport: () => ok({ sum: 'seven' as unknown as number }),
        neverAnswer: () => new Promise(() => undefined),
        count: ({ to }, sink) => {
          for (let at = 1; at <= to; at += 1) sink.send({ at });
          sink.end();
        },
        breakOff: (_input, sink) => sink.end({ code: 'torn', message: 'It tore.' }),
        explodeLater: async () => {
          await Promise.resolve();
          throw new Error('secret detail');
        },
        goOn: (_input, sink) => {
          sinks.push(sink);
          sink.send({ at: 0 });
          sink.onCancel(() => {
            cancelled += 1;
          });
        },
      };
      serveContract(sample, handlers, joined.host, (error, where) => bugs.push({ error, name: where }));
      return { ...joined, client: createClient(sample, joined.page), bugs, sinks, cancelled: () => cancelled };
    }

    test('answers each command with its own result', async () => {
      const { client } = await open();
      const all = await Promise.all(Array.from({ length: 50 }, (_, a) => client.add({ a, b: 1000 })));
      expect(all).toEqual(Array.from({ length: 50 }, (_, a) => ok({ sum: a + 1000 })));
    });

    test.each([0, 1, 2, 3, 1_000_000])('carries %i bytes there and back', async length => {
      const { client } = await open();
      const sent = Uint8Array.from({ length }, (_, at) => (at * 31) % 256);
      const result = await client.reverse({ bytes: sent });
      const got = result.ok ? result.value.bytes : undefined;
      expect(got && Buffer.compare(got, Uint8Array.from(sent).reverse())).toBe(0);
    });

    test('carries text of every kind unchanged', async () => {
      const { client } = await open();
      const text = '\u2028"\\\u0000🎧{"$bytes":"AAAA"}';
      expect(await client.echo({ text })).toEqual(ok({ text }));
    });

    test('answers an expected failure with its code and sentence', async () => {
      const { client, bugs } = await open();
      expect(await client.refuse({})).toEqual(fail('too-much', 'That was too much.'));
      expect(bugs).toEqual([]);
    });

    test('refuses bad input, and names the place', async () => {
      const { client } = await open();
      const result = await client.add({ a: 1 } as { a: number; b: number });
      expect(result).toMatchObject({ ok: false, error: { code: 'bad-input' } });
      expect(!result.ok && result.error.message).toContain('at b');
    });

    test('refuses a command that it does not know, and a stream asked for as a command', async () => {
      const { page } = await open();
      const client = createClient({ toString: sample.add, count: sample.add }, page);
      expect(await client.toString({ a: 1, b: 2 })).toMatchObject({ ok: false, error: { code: 'bad-input' } });
      expect(await client.count({ a: 1, b: 2 })).toMatchObject({ ok: false, error: { code: 'bad-input' } });
    });

    test('reports a handler that throws, tells the page no detail, and lives on', async () => {
      const { client, bugs } = await open();
      const result = await client.explode({});
      expect(result).toMatchObject({ ok: false, error: { code: 'failed' } });
      expect(JSON.stringify(result)).not.toContain('secret detail');
      expect(bugs).toEqual([{ name: 'explode', error: new Error('secret detail') }]);
      expect(await client.add({ a: 1, b: 2 })).toEqual(ok({ sum: 3 }));
    });

    test('ends a stream whose handler throws later, and lives on', async () => {
      const { client, bugs } = await open();
      const error = await new Promise(ended => client.explodeLater({}, { item: () => undefined, end: ended }));
      expect(error).toMatchObject({ code: 'failed' });
      expect(JSON.stringify(error)).not.toContain('secret detail');
      expect(bugs).toEqual([{ name: 'explodeLater', error: new Error('secret detail') }]);
      expect(await client.add({ a: 1, b: 2 })).toEqual(ok({ sum: 3 }));
    });

    test('takes no result of another form than the contract says', async () => {
      const { client } = await open();
      expect(await client.misreport({})).toMatchObject({ ok: false, error: { code: 'failed' } });
    });

    test('delivers a stream in order, and its end once', async () => {
      const { client } = await open();
      const heard: (number | string)[] = [];
      await new Promise<void>(resolve => {
        client.count(
          { to: 500 },
          {
            item: ({ at }) => heard.push(at),
            end: failure => {
              heard.push(failure?.code ?? 'end');
              resolve();
            },
          },
        );
      });
      await client.add({ a: 0, b: 0 });
      expect(heard).toEqual([...Array.from({ length: 500 }, (_, at) => at + 1), 'end']);
    });

    test('ends a stream with its failure', async () => {
      const { client } = await open();
      const failure = await new Promise(resolve => client.breakOff({}, { item: () => undefined, end: resolve }));
      expect(failure).toEqual({ code: 'torn', message: 'It tore.' });
    });

    test('cancels: the handler hears it, and no item comes any more', async () => {
      const { client, sinks, cancelled } = await open();
      const heard: number[] = [];
      let ends = 0;
      const first = signal();
      const cancel = client.goOn(
        {},
        {
          item: ({ at }) => {
            heard.push(at);
            first.fire();
          },
          end: () => {
            ends += 1;
          },
        },
      );
      await first.fired;
      cancel();
      cancel();
      await client.add({ a: 0, b: 0 });
      expect(cancelled()).toBe(1);
      sinks[0]?.send({ at: 1 });
      await client.add({ a: 0, b: 0 });
      expect({ heard, ends }).toEqual({ heard: [0], ends: 0 });
    });

    test('is not disturbed by text that is no frame', async () => {
      const { page, client } = await open();
      for (const text of ['', 'nonsense', '{}', '{"kind":"call"}', '[]', 'null']) page.post(text);
      expect(await client.add({ a: 2, b: 2 })).toEqual(ok({ sum: 4 }));
    });

    test('ends the streams of a page that is gone', async () => {
      const { client, closePage, cancelled } = await open();
      const first = signal();
      client.goOn({}, { item: () => first.fire() });
      client.goOn({}, { item: () => undefined });
      await first.fired;
      await client.add({ a: 0, b: 0 });
      closePage();
      await expect.poll(cancelled).toBe(2);
    });

    test('fails what is pending, and what comes later, when the host is gone', async () => {
      const { client, closeHost } = await open();
      // A window of the desktop app does not outlive its main process: there is no page to notice.
      if (!closeHost) return;
      const first = signal();
      const ended = new Promise(resolve => client.goOn({}, { item: () => first.fire(), end: resolve }));
      const pending = client.neverAnswer({});
      await first.fired;
      closeHost();
      const gone = { code: 'disconnected' };
      expect(await pending).toMatchObject({ ok: false, error: gone });
      expect(await ended).toMatchObject(gone);
      expect(await client.add({ a: 1, b: 1 })).toMatchObject({ ok: false, error: gone });
      const late = await new Promise(resolve => client.goOn({}, { item: () => undefined, end: resolve }));
      expect(late).toMatchObject(gone);
    });
  });
}
