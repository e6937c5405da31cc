/** The page of one window: real Chromium, a fresh run of the built preload for each document, and what lies between. */
import type { Chromium, DevToolsSession } from './devtools.ts';
import { BINDING, ENTRY, type PageEntry, type PageMessage, pageBridgeSource } from './page-bridge.ts';
import { type Preload, runPreload } from './preload-runner.ts';
import type { SchemeServer } from './protocol.ts';
import { answered, record } from './record.ts';
import { askPermission, type Permission } from './session.ts';
import type { StandInContents } from './web-contents.ts';

type Call = Extract<PageMessage, { kind: 'call' }>;

type Loading = {
  url: string;
  preloadFile: string;
  contents: StandInContents;
  chromium: Chromium;
  server: SchemeServer;
  /** The page was closed, by whoever. */
  onClosed(): void;
};

/**
 * Loads `url` into Chromium's page and joins it to `contents`.
 * @returns when the page has loaded
 */
export async function loadPage({ url, preloadFile, contents, chromium, server, onClosed }: Loading): Promise<void> {
  const page = await chromium.openPage();
  const documents = new Documents(preloadFile, contents, page, server);
  page.on('Runtime.bindingCalled', params => {
    if (params.name === BINDING) documents.take(JSON.parse(String(params.payload)));
  });
  page.on('Page.windowOpen', params => contents.windowOpen(String(params.url)));
  page.on('Fetch.requestPaused', params => void guard(params as PausedRequest));
  chromium.browser.on('Target.targetCreated', ({ targetInfo }) => {
    const { targetId, openerId } = targetInfo as { targetId: string; openerId?: string };
    if (openerId === page.targetId) void chromium.browser.send('Target.closeTarget', { targetId });
  });
  chromium.browser.on('Target.targetDestroyed', ({ targetId }) => {
    if (targetId === page.targetId) onClosed();
  });

  let loading = true;
  async function guard({ requestId, request, frameId }: PausedRequest): Promise<void> {
    const isMainFrame = frameId === page.targetId;
    const wanted = server.toScheme(request.url);
    // The window's own loadURL is no navigation of the page.
    const allowed = (loading && isMainFrame) || contents.mayNavigate(wanted, isMainFrame);
    if (allowed) await page.send('Fetch.continueRequest', { requestId });
    else await page.send('Fetch.failRequest', { requestId, errorReason: 'Aborted' });
  }

  await chromium.browser.send('Target.setDiscoverTargets', { discover: true });
  const permissions = ['audioCapture', 'clipboardSanitizedWrite'];
  await chromium.browser.send('Browser.grantPermissions', { origin: server.origin, permissions });
  await page.send('Page.enable');
  await page.send('Runtime.enable');
  await page.send('Runtime.addBinding', { name: BINDING });
  await page.send('Page.addScriptToEvaluateOnNewDocument', { source: pageBridgeSource(documents.shape) });
  await page.send('Fetch.enable', { patterns: [{ urlPattern: '*', resourceType: 'Document' }] });
  const loaded = new Promise<void>(resolve => page.on('Page.loadEventFired', () => resolve()));
  await page.send('Page.navigate', { url: server.toHttp(url) });
  await loaded;
  loading = false;
}

type PausedRequest = { requestId: string; request: { url: string }; frameId: string };

class Documents {
  readonly shape: Record<string, string[]>;
  #next: Preload;
  #current: { document: string; url: string; preload: Preload } | undefined;
  /** What calls returned, by call: the page may call it (to unsubscribe). */
  readonly #results = new Map<number, unknown>();
  readonly #preloadFile: string;
  readonly #contents: StandInContents;
  readonly #page: DevToolsSession;
  readonly #server: SchemeServer;

  constructor(preloadFile: string, contents: StandInContents, page: DevToolsSession, server: SchemeServer) {
    this.#preloadFile = preloadFile;
    this.#contents = contents;
    this.#page = page;
    this.#server = server;
    this.#next = runPreload(preloadFile);
    this.shape = Object.fromEntries([...this.#next.exposed].map(([name, api]) => [name, Object.keys(api)]));
    contents.toPreload = (channel, args) => this.#current?.preload.receive(channel, args);
  }

  take(message: PageMessage): void {
    if (message.kind === 'document') this.#open(message.document, this.#server.toScheme(message.url));
    else if (message.document !== this.#current?.document) return;
    else if (message.kind === 'call') this.#call(message, this.#current.preload);
    else if (message.kind === 'window-open') this.#contents.windowOpen(this.#server.toScheme(message.url));
    else if (message.kind === 'permission') void this.#permission(message);
    else (this.#results.get(message.id) as (() => void) | undefined)?.();
  }

  #open(document: string, url: string): void {
    const preload = this.#next;
    this.#next = runPreload(this.#preloadFile);
    this.#results.clear();
    this.#current = { document, url, preload };
    preload.start((channel, args) => this.#contents.fromPage({ url, parent: 'none' }, channel, args));
  }

  #call({ document, id, path: [name, fn], args }: Call, preload: Preload): void {
    const values = args.map(arg =>
      'callback' in arg ? (...given: unknown[]) => this.#enter('callback', document, arg.callback, given) : arg.value,
    );
    try {
      this.#results.set(id, preload.exposed.get(name)?.[fn]?.(...values));
    } catch (error) {
      // The preload has a realm of its own, so its errors are no instances of ours.
      record.refusedByPreload.push((error as Error).message);
    }
  }

  async #permission(asked: Extract<PageMessage, { kind: 'permission' }>): Promise<void> {
    const { request, check } = await askPermission(this.#contents.electron, {
      permission: asked.permission as Permission,
      url: this.#server.toScheme(asked.url),
      isMainFrame: true,
      mediaTypes: asked.mediaTypes,
    });
    this.#enter('permission', asked.document, asked.id, request && check);
  }

  /** Calls into the page, in order. A page that is gone needs no answer, and that is noted. */
  #enter<Name extends keyof PageEntry>(name: Name, ...args: Parameters<PageEntry[Name]>): void {
    const expression = `globalThis.${ENTRY}?.${name}(...${JSON.stringify(args)})`;
    this.#page.send('Runtime.evaluate', { expression }).catch(error => answered(`${name} of the page`, error.message));
  }
}
