import { expect, test } from 'vitest';
import { settingsSchema } from '../../../shared/settings/settings.ts';
import { knownSecrets, type SecretHolders, secretsOfRecordings } from './known-secrets.ts';

const UUID = '6f1b3c1e-8d2f-4b6a-9c3d-0e5f7a8b9c0d';

/** Two profiles with a function of the same name, each with its own headers. */
function holdersWith(...headers: Record<string, string>[]): SecretHolders {
  const tool = (own: Record<string, string>) => ({
    ...{ name: 'order', description: '', parameters: { type: 'object' } },
    answer: { by: 'http', url: 'https://crm.example/orders', headers: own },
  });
  const profiles = headers.map((own, at) => ({
    match: `bot-${at}`,
    realtime: { tools: [tool(own)] },
  }));
  return {
    ...{ credentials: [], env: {}, secrets: { get: () => undefined } },
    settings: settingsSchema.parse({ profiles }),
  };
}

const values = (secrets: readonly { value: string }[]) => secrets.map(({ value }) => value);

test('a recording keeps what a function says of its formats and its place, and hides what it proves itself with', () => {
  const plain = {
    accept: 'application/json',
    'content-type': 'application/vnd.github.v3+json; charset=utf-8',
    'api-version': '2024-10-21-preview',
    'x-organization-id': UUID,
    'user-agent': 'Mozilla/5.0 (Contoso call centre)',
  };
  const secret = {
    authorization: 'hunter22',
    'x-crm-token': 'letmein',
    'x-functions-code': 'mZ3kQv8fT1xWb7Ld0RsYc5NhJp2Ug4Ae',
    'x-shop': '9f86d081884c7d659a2feaa0c55ad015',
    'x-by-scheme': 'Bearer crm-12345',
    'x-openai': 'sk-proj-abcdefgh',
  };
  const holders = holdersWith({ ...plain, ...secret });
  expect(values(secretsOfRecordings(holders))).toEqual(Object.values(secret));
  // A customer's own values leave the house with nothing all the same.
  expect(values(knownSecrets(holders))).toEqual(Object.values({ ...plain, ...secret }));
});

test('functions of one name in two profiles: the secret of each is known', () => {
  const holders = holdersWith({ authorization: 'Bearer first' }, { authorization: 'Bearer second' });
  expect(secretsOfRecordings(holders)).toEqual([
    { name: 'authorization of order', value: 'Bearer first' },
    { name: 'authorization of order', value: 'Bearer second' },
  ]);
});
