/**
 * ngrok, through its own SDK. The module is native and is loaded when a tunnel is first asked for: a console without one
 * needs neither it nor the network.
 */
import { ok } from '../../../shared/lib/result.ts';
import { ngrokCodeIn, ngrokError } from '../../../shared/tunnel/ngrok-errors.ts';
import type { TunnelProblem } from '../../../shared/tunnel/tunnel-state.ts';
import type { TunnelDriver } from './tunnel-driver.ts';

const NO_TOKEN: TunnelProblem = {
  code: 'no-token',
  meaning: 'ngrok needs the authtoken of your account, and there is none here.',
  fix: 'Sign up at https://dashboard.ngrok.com/signup, copy the authtoken, and type it in Setup or set NGROK_AUTHTOKEN.',
};

/**
 * @param authtoken the one that counts now
 * @param ingress where ngrok is; absent: at ngrok, by region
 */
export function ngrokDriver(authtoken: () => string | undefined, ingress?: string): TunnelDriver {
  return {
    name: 'ngrok',
    open: async (port, { domain, region }, onLost) => {
      const token = authtoken();
      if (token === undefined) return { ok: false, problem: NO_TOKEN, final: true };
      const ngrok = await loadNgrok();
      if ('problem' in ngrok) return { ok: false, problem: ngrok.problem, final: true };
      const serverAddr = ingress ?? (region ? `connect.${region}.ngrok-agent.com:443` : undefined);
      try {
        const listener = await ngrok.module.forward({
          addr: `127.0.0.1:${port}`,
          authtoken: token,
          // A session that was made with another token must not be used again.
          force_new_session: true,
          ...(domain ? { domain } : {}),
          ...(serverAddr ? { server_addr: serverAddr } : {}),
          metadata: 'AudioHook Console',
          onStatusChange: status => {
            if (status === 'closed') onLost(LOST);
          },
        });
        const url = (listener.url() ?? '').replace(/^http/, 'ws');
        return ok({ url: `${url.replace(/\/$/, '')}/`, close: () => listener.close() });
      } catch (error) {
        const problem = explainNgrok(error, [token]);
        return { ok: false, problem, final: problem.code !== 'no-network' };
      }
    },
  };
}

const LOST: TunnelProblem = {
  code: 'no-network',
  meaning: 'The connection to ngrok was lost.',
  fix: 'It is tried again; look at the network of this machine.',
};

async function loadNgrok(): Promise<{ module: typeof import('@ngrok/ngrok') } | { problem: TunnelProblem }> {
  try {
    const loaded = await import('@ngrok/ngrok');
    return { module: loaded.default ?? loaded };
  } catch (error) {
    const meaning = `The ngrok module cannot be loaded on this machine: ${(error as Error).message.split('\n')[0]}.`;
    return {
      problem: { code: 'failed', meaning, fix: 'Use a tunnel of your own, and set its public address in Setup.' },
    };
  }
}

/** What went wrong, in words; what `secrets` holds never appears. */
export function explainNgrok(error: unknown, secrets: readonly string[] = []): TunnelProblem {
  const { message = String(error), errorCode } = error as { message?: string; errorCode?: string };
  const code = ngrokCodeIn(`${errorCode ?? ''} ${message}`);
  if (code) return { code, ...ngrokError(code) };
  if (/connect|dns|resolve|tcp|tls|handshake|network|timed? ?out|unreachable/i.test(message)) {
    return {
      code: 'no-network',
      meaning: 'ngrok cannot be reached from this machine.',
      fix: 'Check the network; a firewall or proxy has to let connect.ngrok-agent.com, port 443, through.',
    };
  }
  const said = secrets.reduce((text, secret) => text.replaceAll(secret, '…'), message.split('\n')[0] ?? '');
  return { code: 'failed', meaning: `ngrok failed: ${said}.`, fix: 'See https://ngrok.com/docs/errors.' };
}
