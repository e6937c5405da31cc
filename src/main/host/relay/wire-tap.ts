/// <reference path="./ws-parts.d.ts" />
/**
 * Hears one direction of a WebSocket whose bytes go past: messages and control frames, without a part in the traffic.
 * What it cannot read is told once; the bytes go on all the same.
 */
import { PerMessageDeflate, Receiver } from 'ws';

/** A larger message goes past, but is not recorded. Bytes. */
const MOST_MESSAGE_BYTES = 64 * 1024 * 1024;

export type TapListener = {
  text(text: string, bytes: number): void;
  binary(data: Buffer): void;
  ping(data: Buffer): void;
  pong(data: Buffer): void;
  /** A close frame; 1005 stands for one without a code (RFC 6455, section 7.4.1). */
  close(code: number, reason: string): void;
  /** Bytes that are no WebSocket, or a message that is too large: nothing more is heard of this direction. */
  deaf(why: string): void;
};

export type Tap = {
  /** @param done the listener has been told of all that was whole in it; packed messages take their time */
  hear(chunk: Buffer, done: () => void): void;
};

/** @param fromClient frames of a client are masked. @param deflate the extension was agreed on in the handshake */
export function createTap(listener: TapListener, fromClient: boolean, deflate: boolean): Tap {
  const extensions = deflate ? { [PerMessageDeflate.extensionName]: inflater(!fromClient) } : {};
  const receiver = new Receiver({
    isServer: fromClient,
    extensions,
    maxPayload: MOST_MESSAGE_BYTES,
    allowSynchronousEvents: true,
    skipUTF8Validation: true,
  });
  /** A close frame was the last of this direction (RFC 6455, section 5.5.1), or what follows cannot be read. */
  let isOver = false;
  receiver.on('message', (data: Buffer, isBinary: boolean) => {
    if (isBinary) listener.binary(data);
    else listener.text(data.toString('utf8'), data.length);
  });
  receiver.on('ping', (data: Buffer) => listener.ping(data));
  receiver.on('pong', (data: Buffer) => listener.pong(data));
  receiver.on('conclude', (code: number, reason: Buffer) => {
    isOver = true;
    listener.close(code, reason.toString('utf8'));
  });
  const failed = (error: Error) => {
    if (isOver) return;
    isOver = true;
    listener.deaf(error.message);
  };
  receiver.on('error', failed);
  return {
    hear: (chunk, done) => {
      if (isOver) {
        done();
        return;
      }
      receiver.write(chunk, error => {
        if (error) failed(error);
        done();
      });
    },
  };
}

/** Reads what the other side packed; both contexts are kept over messages, which is right for all that was agreed on. */
function inflater(isServer: boolean): PerMessageDeflate {
  const extension = new PerMessageDeflate({ isServer, maxPayload: MOST_MESSAGE_BYTES });
  extension.accept([{}]);
  return extension;
}
