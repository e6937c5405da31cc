/** Every command, without what it needs: only the one that is run is loaded, because a start is waited for each time. */
import type { Command } from 'commander';

export type CommandEntry = {
  readonly name: string;
  /** For the list of commands; the command itself says what they are. */
  readonly args: string;
  readonly about: string;
  /** What gives a command of this name its arguments, options and action. */
  load(): Promise<(command: Command) => void>;
};

export const ALL_COMMANDS: readonly CommandEntry[] = [
  {
    name: 'serve',
    args: '',
    about: 'run the AudioHook server, the bot and the page, without a window',
    load: async () => (await import('./commands/serve.ts')).serveCommand,
  },
  {
    name: 'call',
    args: '[url]',
    about: 'call an AudioHook server as Genesys Cloud would',
    load: async () => (await import('./commands/call.ts')).callCommand,
  },
  {
    name: 'check',
    args: '[url]',
    about: 'judge an AudioHook server by calls that Genesys Cloud could make',
    load: async () => (await import('./commands/check.ts')).checkCommand,
  },
  {
    name: 'probe',
    args: '<url>',
    about: 'make the connection probe of Genesys Cloud, step by step',
    load: async () => (await import('./commands/probe.ts')).probeCommand,
  },
  {
    name: 'preflight',
    args: '<uri>',
    about: 'find out what keeps Genesys Cloud from reaching a server',
    load: async () => (await import('./commands/preflight.ts')).preflightCommand,
  },
  {
    name: 'diagnose',
    args: '<session>',
    about: 'say what is wrong with a session, and what to do',
    load: async () => (await import('./commands/diagnose.ts')).diagnoseCommand,
  },
  {
    name: 'simulate',
    args: '',
    about: 'run the Realtime simulator alone: a server that speaks the OpenAI Realtime API, without key or network',
    load: async () => (await import('./commands/simulate.ts')).simulateCommand,
  },
  {
    name: 'relay',
    args: '',
    about: 'stand between Genesys Cloud and a server of yours: pass every byte on, and record both directions',
    load: async () => (await import('./commands/relay.ts')).relayCommand,
  },
  {
    name: 'relay-model',
    args: '',
    about: 'stand between a server of yours and its model: point its base URL at the console',
    load: async () => (await import('./commands/relay.ts')).relayModelCommand,
  },
  {
    name: 'join',
    args: '[genesys] [model]',
    about: 'make one session of the two recordings of a relayed call, on one clock',
    load: async () => (await import('./commands/join.ts')).joinCommand,
  },
  {
    name: 'export',
    args: '<session>',
    about: 'write a session as a support bundle: one zip',
    load: async () => (await import('./commands/export.ts')).exportCommand,
  },
  {
    name: 'import',
    args: '<file.zip>',
    about: 'put the session of a support bundle into the data folder',
    load: async () => (await import('./commands/import.ts')).importCommand,
  },
  {
    name: 'sessions',
    args: '',
    about: 'list the sessions of the data folder, newest first',
    load: async () => (await import('./commands/sessions.ts')).sessionsCommand,
  },
  {
    name: 'show',
    args: '<session>',
    about: 'print the log of a session',
    load: async () => (await import('./commands/show.ts')).showCommand,
  },
  {
    name: 'transcript',
    args: '<session>',
    about: 'print what was said in a session, and what of it was cut',
    load: async () => (await import('./commands/transcript.ts')).transcriptCommand,
  },
  {
    name: 'replay',
    args: '<session>',
    about: 'let the caller of a captured session call again, with its audio and timing',
    load: async () => (await import('./commands/replay.ts')).replayCommand,
  },
  {
    name: 'compare',
    args: '<a> <b>',
    about: 'compare the messages, the latency and the findings of two sessions',
    load: async () => (await import('./commands/compare.ts')).compareCommand,
  },
  {
    name: 'delete',
    args: '<session>',
    about: 'delete a session; it can be had back for a day',
    load: async () => (await import('./commands/delete.ts')).deleteCommand,
  },
];
