/**
 * Runs in the page, before its own scripts, in place of Electron's context bridge: every call of what the preload exposed
 * goes out over a DevTools binding, and every callback comes back through `__standIn`. Two differences remain: a call
 * cannot throw into the page, and whatever it returns can only be called.
 */

/** What the page tells. `document` names the page's own instance: a reload has a new one. */
export type PageMessage =
  | { kind: 'document'; document: string; url: string }
  | {
      kind: 'call';
      document: string;
      id: number;
      path: [string, string];
      args: ({ value: unknown } | { callback: number })[];
    }
  | { kind: 'result-call'; document: string; id: number }
  | { kind: 'window-open'; document: string; url: string }
  | {
      kind: 'permission';
      document: string;
      id: number;
      permission: string;
      mediaTypes: ('audio' | 'video')[];
      url: string;
    };

export type PageEntry = {
  callback(document: string, id: number, args: unknown[]): void;
  permission(document: string, id: number, granted: boolean): void;
};

export const BINDING = '__standInBinding';
export const ENTRY = '__standIn';

/** Source of the script for `Page.addScriptToEvaluateOnNewDocument`. @param shape names of what the preload exposed */
export function pageBridgeSource(shape: Readonly<Record<string, readonly string[]>>): string {
  return `(${install.toString()})(${JSON.stringify(shape)}, ${JSON.stringify(BINDING)}, ${JSON.stringify(ENTRY)})`;
}

function install(shape: Record<string, string[]>, binding: string, entry: string): void {
  if (window !== window.top) return;
  const globals = window as unknown as Record<string, unknown>;
  const tellText = globals[binding] as (text: string) => void;
  const tell = (message: PageMessage) => tellText(JSON.stringify(message));
  const document = `${Math.random()}`;
  const callbacks: ((...args: unknown[]) => void)[] = [];
  const questions = new Map<number, (granted: boolean) => void>();
  let nextId = 0;
  tell({ kind: 'document', document, url: location.href });

  const own: PageEntry = {
    callback: (asked, id, args) => {
      if (asked === document) callbacks[id]?.(...args);
    },
    permission: (asked, id, granted) => {
      if (asked === document) questions.get(id)?.(granted);
    },
  };
  globals[entry] = own;

  for (const [name, functions] of Object.entries(shape)) {
    const proxied = functions.map(fn => [
      fn,
      (...args: unknown[]) => {
        const id = nextId++;
        const encoded = args.map(arg =>
          typeof arg === 'function' ? { callback: callbacks.push(arg as () => void) - 1 } : { value: arg },
        );
        tell({ kind: 'call', document, id, path: [name, fn], args: encoded });
        return () => tell({ kind: 'result-call', document, id });
      },
    ]);
    globals[name] = Object.freeze(Object.fromEntries(proxied));
  }

  // As in Electron, a window that the main process denies is none: Chromium never makes one, and the page gets null.
  window.open = (url = 'about:blank') => {
    tell({ kind: 'window-open', document, url: new URL(url, location.href).href });
    return null;
  };

  const ask = (permission: string, mediaTypes: ('audio' | 'video')[]) =>
    new Promise<void>((resolve, reject) => {
      const id = nextId++;
      questions.set(id, granted =>
        granted ? resolve() : reject(new DOMException('Permission denied', 'NotAllowedError')),
      );
      tell({ kind: 'permission', document, id, permission, mediaTypes, url: location.href });
    });
  const media = navigator.mediaDevices;
  const getUserMedia = media.getUserMedia.bind(media);
  media.getUserMedia = async (constraints = {}) => {
    await ask(
      'media',
      (['audio', 'video'] as const).filter(type => constraints[type]),
    );
    return getUserMedia(constraints);
  };
  const writeText = navigator.clipboard.writeText.bind(navigator.clipboard);
  navigator.clipboard.writeText = async text => {
    await ask('clipboard-sanitized-write', []);
    return writeText(text);
  };
}
