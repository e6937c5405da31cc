/** The page's side of a contract: typed calls over a carrier; results and items are validated as they arrive. */
import { type Failure, fail, ok } from '../lib/result.ts';
import type { Carrier } from './carrier.ts';
import type { ClientOf, Contract, StreamListener } from './define.ts';
import { decodeFrame, encodeFrame, responseSchema } from './wire.ts';

type Pending = {
  value(value: unknown): void;
  item(item: unknown): void;
  end(failure?: Failure): void;
};

const GONE: Failure = {
  code: 'disconnected',
  message: 'The page has lost its connection to the console. It comes back when the console runs again.',
};

/** Builds the client. Everything that is pending when the carrier closes fails with `disconnected`. */
export function createClient<C extends Contract>(contract: C, carrier: Carrier): ClientOf<C> {
  const pending = new Map<number, Pending>();
  let nextId = 1;
  let open = true;

  carrier.onMessage(text => {
    const parsed = responseSchema.safeParse(decodeFrame(text));
    if (!parsed.success) return;
    const response = parsed.data;
    const waiting = pending.get(response.id);
    if (!waiting) return;
    if (response.kind === 'item') {
      waiting.item(response.item);
      return;
    }
    pending.delete(response.id);
    if (response.kind === 'value') waiting.value(response.value);
    else waiting.end(response.error);
  });
  carrier.onClose(() => {
    open = false;
    const all = [...pending.values()];
    pending.clear();
    for (const waiting of all) waiting.end(GONE);
  });

  const call = (name: string, input: unknown) =>
    new Promise(resolve => {
      if (!open) {
        resolve({ ok: false, error: GONE });
        return;
      }
      const id = nextId++;
      const entry = contract[name];
      pending.set(id, {
        value: value => {
          const parsed = entry?.kind === 'command' ? entry.output.safeParse(value) : undefined;
          resolve(
            parsed?.success ? ok(parsed.data) : fail('failed', `The console answered "${name}" in an unexpected form.`),
          );
        },
        item: () => undefined,
        end: failure => resolve({ ok: false, error: failure ?? GONE }),
      });
      carrier.post(encodeFrame({ kind: 'call', id, name, input }));
    });

  const subscribe = (name: string, input: unknown, listener: StreamListener<unknown>) => {
    if (!open) {
      listener.end?.(GONE);
      return () => undefined;
    }
    const id = nextId++;
    const entry = contract[name];
    const cancel = () => {
      if (!pending.delete(id)) return;
      if (open) carrier.post(encodeFrame({ kind: 'cancel', id }));
    };
    pending.set(id, {
      value: () => undefined,
      item: item => {
        const parsed = entry?.kind === 'stream' ? entry.item.safeParse(item) : undefined;
        if (parsed?.success) {
          listener.item(parsed.data);
          return;
        }
        cancel();
        listener.end?.({ code: 'failed', message: `The console sent an item of "${name}" in an unexpected form.` });
      },
      end: failure => listener.end?.(failure),
    });
    carrier.post(encodeFrame({ kind: 'subscribe', id, name, input }));
    return cancel;
  };

  const entries = Object.entries(contract).map(([name, entry]) => [
    name,
    entry.kind === 'command'
      ? (input: unknown) => call(name, input)
      : (input: unknown, listener: StreamListener<unknown>) => subscribe(name, input, listener),
  ]);
  return Object.fromEntries(entries) as ClientOf<C>;
}
