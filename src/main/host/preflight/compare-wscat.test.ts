import { expect, test } from 'vitest';
import { systemClock, systemIds } from '../system.ts';
import { compareWscat } from './compare-wscat.ts';

const tried = (command: string) =>
  compareWscat(
    { command, connectorId: '', credentials: undefined, signal: new AbortController().signal, onStep: () => undefined },
    {
      clock: systemClock,
      ids: systemIds,
      record: () => {
        throw new Error('No session may be begun.');
      },
    },
  );

test.each([
  ['wscat -c ws://127.0.0.1:9/x -H "X API KEY: hidden-value"', '"x api key"'],
  ['wscat -c ws://127.0.0.1:9/x -H "X-API-KEY: hidden-value→"', '"x-api-key"'],
])('%s cannot be sent: the header is named, its value is not', async (command, name) => {
  const compared = await tried(command);
  expect(compared).toMatchObject({ ok: false, error: { code: 'bad-command' } });
  const words = compared.ok ? '' : compared.error.message;
  expect(words).toContain(name);
  expect(words).not.toContain('hidden-value');
});
