import { Command } from 'commander';
import { expect, test } from 'vitest';
import { ALL_COMMANDS } from './all-commands.ts';

test('the list of commands shows the arguments that each of them takes', async () => {
  for (const { name, args, load } of ALL_COMMANDS) {
    const command = new Command(name);
    (await load())(command);
    const taken = command.registeredArguments.map(one => (one.required ? `<${one.name()}>` : `[${one.name()}]`));
    expect(taken.join(' '), name).toBe(args);
  }
});
