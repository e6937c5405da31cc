import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { tempDir } from '../testing/temp-dir.ts';
import { plainSecretFile } from './secret-file.ts';
import { Secrets } from './secrets.ts';

const from = (secrets: Secrets) => secrets.state.secrets.map(one => one.from);

test('what is typed counts before the environment, and is on no disk; forgotten, the environment counts again', async () => {
  const dataDir = tempDir();
  const secrets = new Secrets(plainSecretFile(dataDir), { OPENAI_API_KEY: 'sk-env' });
  await secrets.open();
  expect([secrets.get('openai-key'), secrets.get('ngrok-authtoken'), from(secrets)]).toEqual([
    'sk-env',
    undefined,
    ['environment', 'nowhere'],
  ]);
  await secrets.set('openai-key', ' sk-typed\n', false);
  expect([secrets.get('openai-key'), from(secrets)]).toEqual(['sk-typed', ['typed', 'nowhere']]);
  expect(existsSync(join(dataDir, 'secrets.json'))).toBe(false);
  await secrets.forget('openai-key');
  expect(secrets.get('openai-key')).toBe('sk-env');
});

test('what is kept is there at the next start, in a file for its owner alone, and goes with the last one', async () => {
  const dataDir = tempDir();
  const file = join(dataDir, 'secrets.json');
  const secrets = new Secrets(plainSecretFile(dataDir), {});
  await secrets.set('openai-key', 'sk-kept', true);
  await secrets.set('ngrok-authtoken', 'token', true);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  const next = new Secrets(plainSecretFile(dataDir), { OPENAI_API_KEY: 'sk-env' });
  await next.open();
  expect([next.get('openai-key'), from(next)]).toEqual(['sk-kept', ['kept', 'kept']]);
  // Typed for this run alone: the kept one must not come back at the next start.
  await next.set('openai-key', 'sk-once', false);
  expect(readFileSync(file, 'utf8')).not.toContain('sk-');
  await next.forget('ngrok-authtoken');
  expect(existsSync(file)).toBe(false);
});

test('a key with a space is refused; a damaged file is told without its text', async () => {
  const dataDir = tempDir();
  const secrets = new Secrets(plainSecretFile(dataDir), {});
  expect(await secrets.set('openai-key', 'sk a', true)).toMatchObject({ ok: false, error: { code: 'bad-secret' } });
  writeFileSync(join(dataDir, 'secrets.json'), '{"openai-key":"sk-half');
  const opened = await secrets.open();
  expect(opened).toMatchObject({ ok: false, error: { message: expect.stringContaining('is damaged') } });
  expect(JSON.stringify(opened)).not.toContain('sk-half');
});

test('while what is kept cannot be read, nothing is kept over it; a key for this run alone can be typed', async () => {
  const dataDir = tempDir();
  const file = join(dataDir, 'secrets.json');
  writeFileSync(file, '{"ngrok-authtoken":"token",');
  const secrets = new Secrets(plainSecretFile(dataDir), {});
  await secrets.open();
  expect(await secrets.set('openai-key', 'sk-new', true)).toMatchObject({ ok: false, error: { code: 'not-kept' } });
  expect(readFileSync(file, 'utf8')).toContain('token');
  expect(await secrets.set('openai-key', 'sk-once', false)).toMatchObject({ ok: true });
  expect(secrets.get('openai-key')).toBe('sk-once');
  writeFileSync(file, '{"ngrok-authtoken":"token"}');
  expect(await secrets.set('openai-key', 'sk-new', true)).toMatchObject({ ok: true });
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({ 'ngrok-authtoken': 'token', 'openai-key': 'sk-new' });
});
