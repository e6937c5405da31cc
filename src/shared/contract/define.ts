/** What a contract is made of: commands that are answered once, and streams that go on until one side ends them. */
import type { z } from 'zod';
import type { Failure, Result } from '../lib/result.ts';

export type Command<I extends z.ZodType = z.ZodType, O extends z.ZodType = z.ZodType, E extends string = string> = {
  readonly kind: 'command';
  readonly input: I;
  readonly output: O;
  /** Every code that the command may fail with, besides the carrier's own (`bad-input`, `failed`, `disconnected`). */
  readonly errors: readonly E[];
};

export type Stream<I extends z.ZodType = z.ZodType, T extends z.ZodType = z.ZodType> = {
  readonly kind: 'stream';
  readonly input: I;
  readonly item: T;
};

export type Contract = Readonly<Record<string, Command | Stream>>;

export function command<I extends z.ZodType, O extends z.ZodType, const E extends string = never>(shape: {
  input: I;
  output: O;
  errors?: readonly E[];
}): Command<I, O, E> {
  return { kind: 'command', input: shape.input, output: shape.output, errors: shape.errors ?? [] };
}

export function stream<I extends z.ZodType, T extends z.ZodType>(shape: { input: I; item: T }): Stream<I, T> {
  return { kind: 'stream', ...shape };
}

/** Failures that any command can meet: its input was refused, the host has a bug, or the carrier is gone. */
export type CarrierCode = 'bad-input' | 'failed' | 'disconnected';

/** Ends a stream; may be called twice. */
export type Unsubscribe = () => void;

export type StreamListener<T> = {
  item(item: T): void;
  /** Called once, unless the listener itself unsubscribed. `failure` is absent when the stream came to its end. */
  end?(failure?: Failure): void;
};

export type ClientOf<C extends Contract> = {
  readonly [Name in keyof C]: C[Name] extends Command<infer I, infer O, infer E>
    ? (input: z.input<I>) => Promise<Result<z.output<O>, E | CarrierCode>>
    : C[Name] extends Stream<infer I, infer T>
      ? (input: z.input<I>, listener: StreamListener<z.output<T>>) => Unsubscribe
      : never;
};

/** What a stream's handler sends to: `send` delivers an item, `end` closes; `onCancel` hears of the other side's end. */
export type StreamSink<T> = {
  send(item: T): void;
  end(failure?: Failure): void;
  onCancel(action: () => void): void;
};

export type HandlersOf<C extends Contract> = {
  readonly [Name in keyof C]: C[Name] extends Command<infer I, infer O, infer E>
    ? (input: z.output<I>) => Promise<Result<z.input<O>, E>> | Result<z.input<O>, E>
    : C[Name] extends Stream<infer I, infer T>
      ? (input: z.output<I>, sink: StreamSink<z.input<T>>) => void | Promise<void>
      : never;
};
