import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { tempDir } from '../host/testing/temp-dir.ts';
import { recordingStoreOf } from './recording-store.ts';

test('what a command records holds no key of the data folder, and none of a variable that a profile names', async () => {
  const dataDir = tempDir();
  writeFileSync(join(dataDir, 'secrets.json'), JSON.stringify({ 'openai-key': 'kept-in-the-folder' }));
  const credentials = { apiKey: 'the-own-key', clientSecret: Buffer.from('the own secret').toString('base64') };
  writeFileSync(join(dataDir, 'credentials.json'), JSON.stringify(credentials));
  const profile = { match: 'shop', realtime: { apiKeyEnv: 'SHOP_KEY' } };
  writeFileSync(join(dataDir, 'settings.json'), JSON.stringify({ profiles: [profile] }));
  vi.stubEnv('SHOP_KEY', 'key-of-the-shop');
  onTestFinished(() => void vi.unstubAllEnvs());

  const store = await recordingStoreOf(dataDir);
  onTestFinished(() => store.dispose());
  const recorder = store.start({ role: 'client', kind: 'call', connectorId: 'shop', audiohookId: 'a' });
  const said = ['kept-in-the-folder', credentials.apiKey, credentials.clientSecret, 'key-of-the-shop'];
  recorder.append({ leg: 'genesys', type: 'message', direction: 'in', text: said.join(' '), bytes: 0 });
  await recorder.close('done');
  const own = "of the console's own»";
  expect(recorder.events.find(({ type }) => type === 'message')).toMatchObject({
    text: `«secret:openai-key» «secret:api-key ${own} «secret:client-secret ${own} «secret:SHOP_KEY»`,
  });
});
