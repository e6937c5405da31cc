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

export type Tap = { hear(chunk: Buffer): void };

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
  let deaf = false;
  receiver.on('message', (data: Buffer, isBinary: boolean) => {
    if (isBinary) listener.binary(data);
    else listener.text(data.toString('utf8'), data.length);
  });
  receiver.on('ping', (data: Buffer) => listener.ping(data));
  receiver.on('pong', (data: Buffer) => listener.pong(data));
  receiver.on('conclude', (code: number, reason: Buffer) => listener.close(code, reason.toString('utf8')));
  receiver.on('error', (error: Error) => {
    deaf = true;
    listener.deaf(error.message);
  });
  return {
    hear: chunk => {
      // The receiver takes the mask off in place, and the very same bytes may still wait to be sent on.
      if (!deaf) receiver.write(Buffer.from(chunk));
    },
  };
}

/** Reads what the other side packed; both contexts are kept over messages, which is right for all that was agreed on. */
function inflater(isServer: boolean): PerMessageDeflate {
  const extension = new PerMessageDeflate({ isServer, maxPayload: MOST_MESSAGE_BYTES });
  extension.accept([{}]);
  return extension;
}
