/** What the desktop app was started with: the options of `serve` that make sense with a window, and the environment. */
import { parseArgs } from 'node:util';
import { botNameSchema } from '../../shared/contract/contract.ts';
import { fail, ok, type Result } from '../../shared/lib/result.ts';
import type { HostOptions } from '../host/create-host.ts';
import { checkCredentials } from '../host/settings/credentials.ts';
import { dataDir } from '../host/settings/data-dir.ts';

export type DesktopOptions = Pick<HostOptions, 'dataDir' | 'address' | 'bot' | 'credentials' | 'openAi'>;

const text = { type: 'string' } as const;
const OPTIONS = { 'data-dir': text, host: text, port: text, bot: text, 'api-key': text, 'client-secret': text };

/**
 * Reads the arguments after the executable. Others than ours are skipped: the app's own folder, and Chromium's switches,
 * stand among them.
 */
export function desktopOptions(args: readonly string[], env: NodeJS.ProcessEnv): Result<DesktopOptions, 'usage'> {
  const { values } = parseArgs({ args: [...args], options: OPTIONS, strict: false, allowPositionals: true });
  const option = (name: keyof typeof OPTIONS) => (typeof values[name] === 'string' ? values[name] : undefined);
  const missing = Object.keys(OPTIONS).find(name => values[name] === true);
  if (missing) return fail('usage', `--${missing} needs a value.`);

  const port = Number(option('port') ?? 8080);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) return fail('usage', '--port must be 0 to 65535.');
  const bot = botNameSchema.optional().safeParse(option('bot'));
  if (!bot.success) return fail('usage', `--bot must be one of ${botNameSchema.options.join(', ')}.`);

  const apiKey = option('api-key') ?? env.AUDIOHOOK_API_KEY;
  const clientSecret = option('client-secret') ?? env.AUDIOHOOK_CLIENT_SECRET;
  if (!apiKey !== !clientSecret) return fail('usage', 'An API key and a client secret are needed together.');
  const credentials = apiKey && clientSecret ? checkCredentials({ apiKey, clientSecret }) : undefined;
  if (credentials && !credentials.ok) return fail('usage', credentials.error.message);

  return ok({
    dataDir: dataDir(env, option('data-dir')),
    address: { host: option('host') ?? '127.0.0.1', port },
    bot: bot.data,
    credentials: credentials?.value,
    openAi: { apiKey: env.OPENAI_API_KEY, baseURL: env.OPENAI_BASE_URL },
  });
}
