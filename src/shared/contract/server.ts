/** The host's side of a contract: inputs are validated, handlers answer, streams end with the carrier. */
import type { Failure } from '../lib/result.ts';
import type { Carrier } from './carrier.ts';
import type { Contract, HandlersOf, StreamSink } from './define.ts';
import { decodeFrame, encodeFrame, type Request, type Response, requestSchema } from './wire.ts';

type AnyCommandHandler = (input: unknown) => unknown;
type AnyStreamHandler = (input: unknown, sink: StreamSink<unknown>) => void | Promise<void>;

/**
 * Serves one carrier. Bad input is answered with `bad-input` and the place in it; a handler that throws, at once or by
 * the promise that it returns, is answered with `failed` and reported to `onBug`, because throwing is for bugs.
 */
export function serveContract<C extends Contract>(
  contract: C,
  handlers: HandlersOf<C>,
  carrier: Carrier,
  onBug: (error: unknown, name: string) => void,
): void {
  const cancels = new Map<number, () => void>();
  let open = true;
  const post = (response: Response) => {
    if (open) carrier.post(encodeFrame(response));
  };
  const refuse = (id: number, error: Failure) => post({ kind: 'failure', id, error });

  carrier.onMessage(text => {
    const parsed = requestSchema.safeParse(decodeFrame(text));
    if (!parsed.success) return;
    const request = parsed.data;
    if (request.kind === 'cancel') {
      const cancel = cancels.get(request.id);
      cancels.delete(request.id);
      cancel?.();
      return;
    }
    void answer(request);
  });
  carrier.onClose(() => {
    open = false;
    const all = [...cancels.values()];
    cancels.clear();
    for (const cancel of all) cancel();
  });

  async function answer(request: Exclude<Request, { kind: 'cancel' }>): Promise<void> {
    const { id, name } = request;
    const entry = Object.hasOwn(contract, name) ? contract[name] : undefined;
    const expected = request.kind === 'call' ? 'command' : 'stream';
    if (entry?.kind !== expected) {
      refuse(id, { code: 'bad-input', message: `The console knows no ${expected} "${name}".` });
      return;
    }
    const input = entry.input.safeParse(request.input);
    if (!input.success) {
      const issue = input.error.issues[0];
      const where = issue?.path.length ? ` at ${issue.path.join('.')}` : '';
      refuse(id, { code: 'bad-input', message: `"${name}" was refused${where}: ${issue?.message}.` });
      return;
    }
    const failed = (error: unknown): Failure => {
      onBug(error, name);
      return { code: 'failed', message: `The console failed at "${name}". Its log says more.` };
    };
    if (entry.kind === 'stream') {
      const to = sink(id);
      try {
        await (handlers[name] as AnyStreamHandler)(input.data, to);
      } catch (error) {
        to.end(failed(error));
      }
      return;
    }
    try {
      const result = (await (handlers[name] as AnyCommandHandler)(input.data)) as
        | { ok: true; value: unknown }
        | { ok: false; error: Failure };
      if (result.ok) post({ kind: 'value', id, value: result.value });
      else refuse(id, result.error);
    } catch (error) {
      refuse(id, failed(error));
    }
  }

  function sink(id: number): StreamSink<unknown> {
    let live = true;
    const actions: (() => void)[] = [];
    const stop = () => {
      live = false;
      for (const action of actions) action();
    };
    cancels.set(id, stop);
    return {
      send: item => {
        if (live) post({ kind: 'item', id, item });
      },
      end: error => {
        if (!live) return;
        live = false;
        cancels.delete(id);
        post({ kind: 'end', id, ...(error ? { error } : {}) });
        for (const action of actions) action();
      },
      onCancel: action => {
        if (live) actions.push(action);
        else action();
      },
    };
  }
}
