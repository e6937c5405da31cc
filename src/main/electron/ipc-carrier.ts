/** The contract over Electron's IPC: one carrier for each document that the window shows. */
import type { IpcMainEvent, WebContents } from 'electron';
import { CONNECT_CHANNEL, MESSAGE_CHANNEL } from '../../preload/channels.ts';
import type { Carrier } from '../../shared/contract/carrier.ts';
import { isOwnPage } from './page-address.ts';

/**
 * Calls `onCarrier` for each document that connects; the carrier of the one before closes first (a reload). Messages of
 * anything but the top frame of the own page are dropped: no other frame has a right to speak.
 */
export function acceptIpcCarriers(contents: WebContents, onCarrier: (carrier: Carrier) => void): void {
  let current: OpenCarrier | undefined;
  const end = () => {
    const ended = current;
    current = undefined;
    ended?.end();
  };
  contents.ipc.on(CONNECT_CHANNEL, event => {
    if (!isFromOwnPage(event)) return;
    end();
    current = openCarrier(contents);
    onCarrier(current.carrier);
  });
  contents.ipc.on(MESSAGE_CHANNEL, (event, message: unknown) => {
    if (isFromOwnPage(event) && typeof message === 'string') current?.deliver(message);
  });
  contents.on('render-process-gone', end);
  contents.on('destroyed', end);
}

function isFromOwnPage(event: IpcMainEvent): boolean {
  const frame = event.senderFrame;
  return frame !== null && frame.parent === null && isOwnPage(frame.url);
}

type OpenCarrier = { carrier: Carrier; deliver(message: string): void; end(): void };

function openCarrier(contents: WebContents): OpenCarrier {
  const messages: ((message: string) => void)[] = [];
  const closes: (() => void)[] = [];
  let open = true;
  const end = () => {
    if (!open) return;
    open = false;
    for (const listener of closes) listener();
  };
  return {
    carrier: {
      post: message => {
        if (open && !contents.isDestroyed()) contents.send(MESSAGE_CHANNEL, message);
      },
      onMessage: listener => messages.push(listener),
      onClose: listener => closes.push(listener),
      close: end,
    },
    deliver: message => {
      if (open) for (const listener of messages) listener(message);
    },
    end,
  };
}
