/** What the main process told Electron, for the tests to check. Plain data: it crosses a process boundary. */
export type Answer = { question: string; answer: string };

export type StandInRecord = {
  /** Of each BrowserWindow, as given. */
  webPreferences: Record<string, unknown>[];
  /** Names of handlers and listeners that the main process has set. */
  handlers: string[];
  schemes: { scheme: string; privileges: Record<string, unknown> }[];
  /** Roles of the menu, and its items of the product's own. */
  menu: string[];
  menuItems: { id: string; label: string; accelerator: string | undefined; taken: boolean }[];
  /** Where each window was opened, and what was done with it. */
  windowOptions: { x: number; y: number; width: number; height: number }[];
  windowActions: string[];
  /** Those that hold the machine awake now. */
  powerSaveBlockers: { id: number; type: string }[];
  /** Every permission, navigation and window that was asked for, and what the main process answered. */
  answers: Answer[];
  /** Messages that came from the page through the built preload, and from the main process to it. */
  messages: { fromPage: number; toPage: number };
  /** Calls of what the preload exposes that it refused, with its reason. */
  refusedByPreload: string[];
  /** The newest messages to the page, shortened. */
  newestToPage: string[];
  /** Paths that the page loaded through the protocol handler, with the status. */
  served: { path: string; status: number; policy: string }[];
};

export const record: StandInRecord = {
  webPreferences: [],
  handlers: [],
  schemes: [],
  menu: [],
  menuItems: [],
  windowOptions: [],
  windowActions: [],
  powerSaveBlockers: [],
  answers: [],
  messages: { fromPage: 0, toPage: 0 },
  refusedByPreload: [],
  newestToPage: [],
  served: [],
};

const NEWEST = 200;
const SHORTENED_TO = 120;

export function wentToPage(message: string): void {
  record.messages.toPage += 1;
  record.newestToPage.push(message.slice(0, SHORTENED_TO));
  if (record.newestToPage.length > NEWEST) record.newestToPage.shift();
}

export function answered(question: string, answer: boolean | string): void {
  const text = typeof answer === 'string' ? answer : answer ? 'granted' : 'denied';
  record.answers.push({ question, answer: text });
}
