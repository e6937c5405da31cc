/** All that can be done by key, in one table: the keys' overlay and the desktop's menu are made from it. */

type Words = {
  readonly group: 'Console' | 'Session' | 'Log' | 'Lists';
  /** What it does, as a menu says it. */
  readonly words: string;
  /** As `keyOf` reads it: `T`, `Shift+N`, `Mod+F` (Cmd on a Mac, else Ctrl), `?`, `Space`. */
  readonly key?: string;
};

export const COMMANDS = {
  'console.home': { group: 'Console', words: 'Close the session, to the first screen' },
  'console.call': { group: 'Console', words: 'Call the bot' },
  'call.mute': { group: 'Console', words: 'Mute or unmute your microphone', key: 'M' },
  'call.hangUp': { group: 'Console', words: 'Hang up', key: 'Shift+H' },
  'console.callOptions': { group: 'Console', words: 'Show or hide the call options', key: 'C' },
  'console.setup': { group: 'Console', words: 'Connect Genesys Cloud' },
  'console.check': { group: 'Console', words: 'Check a server' },
  'console.compare': { group: 'Console', words: 'Compare two sessions' },
  'console.settings': { group: 'Console', words: 'Settings', key: 'Mod+,' },
  'console.keys': { group: 'Console', words: 'List all keys', key: '?' },
  'pane.next': { group: 'Console', words: 'To the next pane', key: 'F6' },
  'pane.previous': { group: 'Console', words: 'To the pane before', key: 'Shift+F6' },
  'sessions.search': { group: 'Console', words: 'Search the sessions', key: '/' },
  'session.play': { group: 'Session', words: 'Play or pause the recording', key: 'Space' },
  'session.jump': { group: 'Session', words: 'Jump between the selected message and the waveforms', key: 'G' },
  'session.nextFinding': { group: 'Session', words: 'Next finding', key: 'N' },
  'session.previousFinding': { group: 'Session', words: 'Previous finding', key: 'Shift+N' },
  'session.side': { group: 'Session', words: 'Show or hide the side pane', key: 'Mod+B' },
  'session.close': { group: 'Session', words: 'Let the selected message go, back to what was open', key: 'Escape' },
  'log.filter': { group: 'Log', words: 'Filter the messages', key: 'Mod+F' },
  'log.time': { group: 'Log', words: 'Next way to show times', key: 'T' },
  'log.newest': { group: 'Log', words: 'To the newest message', key: 'Shift+G' },
  'log.unfold': { group: 'Log', words: 'Unfold or fold the selected row', key: 'X' },
  'log.finding': { group: 'Log', words: 'Open the finding of the selected row', key: 'Shift+Enter' },
  'log.copy': { group: 'Log', words: 'Copy the selected messages as JSON', key: 'Mod+C' },
} as const satisfies Record<string, Words>;

export type CommandId = keyof typeof COMMANDS;
export type Command = Words & { readonly id: CommandId };

export const COMMAND_LIST: readonly Command[] = Object.entries(COMMANDS).map(([id, command]) => ({
  ...command,
  id: id as CommandId,
}));

/** Keys of whichever list has the focus: they need no command, but people want to know of them. */
export const LIST_KEYS: readonly { readonly keys: readonly string[]; readonly words: string }[] = [
  { keys: ['J', '↓'], words: 'Next row' },
  { keys: ['K', '↑'], words: 'Row before' },
  { keys: ['Home'], words: 'First row' },
  { keys: ['End'], words: 'Last row' },
  { keys: ['Page Up', 'Page Down'], words: 'A page of rows' },
  { keys: ['Shift+↓', 'Shift+↑'], words: 'Select more rows' },
  { keys: ['Ctrl+click', 'Ctrl+A'], words: 'Select one more row, or all' },
  { keys: ['Delete'], words: 'Sessions: delete the selected ones' },
  { keys: ['Enter'], words: 'Sessions: on to the log. Log: unfold the row' },
];

/** Keys while the waveforms have the focus. */
export const WAVE_KEYS: readonly { readonly keys: readonly string[]; readonly words: string }[] = [
  { keys: ['←', '→'], words: 'Move the playhead by a second, with Shift by five' },
  { keys: ['Home', 'End'], words: 'To the beginning; to the end, or the live edge' },
  { keys: ['+', '−'], words: 'Closer, further' },
  { keys: ['0'], words: 'The whole call' },
  { keys: [',', '.'], words: 'The bar or mark before, the next one' },
  { keys: ['[', ']'], words: 'Select from here, to here' },
  { keys: ['L'], words: 'Repeat what is selected' },
  { keys: ['Esc'], words: 'Select nothing' },
];
