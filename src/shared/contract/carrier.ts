/** What carries the contract: Electron's IPC, a WebSocket, or an in-memory pair. It moves opaque strings, in order. */
export interface Carrier {
  /** Hands one message to the other side. Does nothing once closed: `onClose` has said so. */
  post(message: string): void;
  onMessage(listener: (message: string) => void): void;
  /** Called once when the other side is gone. */
  onClose(listener: () => void): void;
  close(): void;
}

type Side = { messages: ((message: string) => void)[]; closes: (() => void)[] };

const later = (action: () => void) => void Promise.resolve().then(action);

/** Two carriers joined back to back. Delivery is asynchronous, as on every real carrier. */
export function carrierPair(): [Carrier, Carrier] {
  const sides: [Side, Side] = [
    { messages: [], closes: [] },
    { messages: [], closes: [] },
  ];
  let open = true;
  const close = () => {
    if (!open) return;
    open = false;
    later(() => {
      for (const side of sides) for (const listener of side.closes) listener();
    });
  };
  const make = (own: Side, other: Side): Carrier => ({
    post: message => {
      if (!open) return;
      later(() => {
        if (open) for (const listener of other.messages) listener(message);
      });
    },
    onMessage: listener => own.messages.push(listener),
    onClose: listener => own.closes.push(listener),
    close,
  });
  return [make(sides[0], sides[1]), make(sides[1], sides[0])];
}
