/** Setup as a new user meets it: from the first start to a tone, and what to do when nothing arrives. */
import { request } from 'node:http';
import { AXE_NOISE, expectAccessible } from './axe.ts';
import { ConsolePage } from './console-page.ts';
import { expect, test } from './fixtures.ts';

test.use({ toolNoise: AXE_NOISE });

/** Asks for an upgrade as somebody who has no key. */
function knock(url: string): Promise<number | undefined> {
  const { hostname, port } = new URL(url);
  const headers = { connection: 'Upgrade', upgrade: 'websocket', 'sec-websocket-version': '13' };
  return new Promise((resolve, reject) => {
    const asked = request({ hostname, port, path: '/stranger', headers }, response => resolve(response.statusCode));
    asked.on('error', reject);
    asked.end();
  });
}

test('from the first start to a tone; what arrives from outside is told step by step, own calls are not counted', async ({
  running: { page },
}) => {
  const console = new ConsolePage(page);
  const server = (await page.getByTestId('server-state').locator('code').textContent()) ?? '';
  await page.getByRole('button', { name: 'What is a Connector ID?' }).click();
  await expect(page.getByText('A short name that you choose, such as demo-bot.')).toBeVisible();
  await console.button('Setup').click();
  await page.getByRole('button', { name: 'Connect Genesys Cloud' }).click();
  const view = page.getByTestId('setup-view');
  await expect(view).toContainText('which you invent');
  await expect(view.locator('[data-value="API Key"]')).toContainText('••••');
  await console.button('Show key and secret').click();
  await expect(view.locator('[data-value="Client Secret"] code')).toHaveText(/^[A-Za-z0-9+/]{43}=$/);

  // Its own domain: the address appears in the values, and in every form of the final URL.
  await view.locator('summary', { hasText: 'domain of your own' }).click();
  await page.getByLabel('Public address', { exact: true }).last().fill('https://voice.acme.dev/audiohook');
  await console.button('Save').click();
  await expect(view.locator('[data-value="Base Connection URI"] code')).toHaveText('wss://voice.acme.dev/audiohook/');
  await console.button('tone-test').click();
  await expect(page.getByRole('list', { name: 'Final URLs' })).toContainText(
    'wss://voice.acme.dev/audiohook//tone-test',
  );
  await expectAccessible(page, 'connect', '.setup');

  await knock(server);
  const step = (name: string) => page.locator(`[data-step="${name}"]`);
  await expect(step('refused')).toContainText('X-API-KEY is missing');
  await expect(step('tcp')).toHaveAttribute('data-count', '1');

  await console.button('Try it here').click();
  await console.expectSound('bot', 20);
  await expect(page.getByText('now make the same call through Genesys Cloud').first()).toBeVisible();
  await console.button('Hang up').click();
  await console.button('Setup').click();
  await expect(page.getByTestId('waiting')).toContainText('Not counted: a call that this console made itself');
  await expect(step('call')).toHaveAttribute('data-count', '0');
});

test('an address is tried before and after anything is sent: dry run, preflight, cancel', async ({
  running: { page },
}) => {
  const console = new ConsolePage(page);
  await console.button('Setup').click();
  await page.getByRole('tab', { name: 'Test an address' }).click();
  await page.getByLabel('Base Connection URI').fill('https://a1.execute-api.eu-west-1.amazonaws.com/prod');
  await page.getByLabel('API Key').fill('sk-0123456789abcdef');
  const dry = page.getByTestId('dry-run');
  await expect(dry.locator('[data-line="api-key"]')).toContainText('revoke it');
  await expect(dry.locator('[data-line="host"]')).toContainText('1003');
  await expect(dry).toContainText('GET /prod/demo-bot HTTP/1.1');
  await expectAccessible(page, 'dry run', '.setup');

  await console.button('This console').click();
  await console.cancelAtOnce(console.button('Run preflight'), 'Cancel preflight');
  const preflight = page.getByTestId('preflight');
  await expect(preflight).toHaveAttribute('data-phase', 'cancelled');
  await console.button('Run preflight').click();
  await expect(preflight).toHaveAttribute('data-phase', 'done');
  await expect(preflight.locator('[data-status="fail"], [data-status="warn"]')).toHaveCount(0);
  await expect(preflight.locator('[data-line="arrival"]')).toContainText('arrived as they were sent');
  await expect(preflight.locator('[data-line="unseen-flow"]')).toBeVisible();
  await expectAccessible(page, 'preflight', '.setup');
  await page.getByRole('button', { name: 'Open the call of: A call of three seconds' }).click();
  await expect(console.messages('genesys', 'opened')).toBeVisible();
});

test('a symptom leads to its test, a pasted wscat is run beside the real handshake, a tunnel says what it lacks', async ({
  running: { page },
}) => {
  const console = new ConsolePage(page);
  const server = (await page.getByTestId('server-state').locator('code').textContent()) ?? '';
  await console.button('Setup').click();
  await page.getByRole('tab', { name: 'Symptoms' }).click();
  await page.getByRole('searchbox', { name: 'Search symptoms' }).fill('architect error');
  await expect(page.getByText('Genesys Cloud found no server to talk to')).toBeVisible();
  await expectAccessible(page, 'symptom', '.setup');
  await console.button('Test the address').click();
  await expect(page.getByRole('tab', { name: 'Test an address' })).toHaveAttribute('aria-selected', 'true');
  // It begins by itself, and may be over already.
  await expect(page.getByTestId('preflight')).toHaveAttribute('data-phase', /running|done/);

  await page.getByRole('tab', { name: 'Paste what you have' }).click();
  await page.getByRole('textbox', { name: 'What you have' }).fill(`$ wscat -c ${server}`);
  const again = page.getByRole('button', { name: /Run wscat again/ });
  const compared = page.getByTestId('compared');
  await console.cancelAtOnce(again, 'Cancel');
  await expect(compared).toHaveAttribute('data-phase', 'cancelled');
  await expect(page.getByRole('status').filter({ hasText: 'Cancelled' })).toBeVisible();
  await again.click();
  await expect(compared.getByRole('row', { name: /^path/ })).toContainText('/demo-bot');
  await expect(compared.getByRole('row', { name: /^result/ })).toContainText(
    /HTTP 401.*101, opened, \d\.\d s of audio/,
  );
  await expectAccessible(page, 'wscat beside the handshake', '.setup');

  await page.getByRole('tab', { name: 'Connect' }).click();
  await page.locator('summary', { hasText: 'ngrok' }).click();
  await console.button('Open tunnel').click();
  await expect(page.getByRole('alert').filter({ hasText: 'authtoken' })).toContainText('NGROK_AUTHTOKEN');
  await expect(page.getByTestId('tunnel-state')).toHaveAttribute('data-state', 'failed');
  await expectAccessible(page, 'a tunnel that failed', '.setup');
});
