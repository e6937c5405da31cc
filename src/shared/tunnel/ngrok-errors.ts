/**
 * What ngrok's error codes mean to a person who connects Genesys Cloud, and what to do. The meanings follow ngrok's error
 * reference (https://ngrok.com/docs/errors/err_ngrok_CODE says each, in full) as copies of it had it in November 2026; 120,
 * 725 and 8012 follow what users reported. The first part meets who opens a tunnel, the second who calls its public address.
 */
export type NgrokError = { readonly meaning: string; readonly fix: string };

const TOKEN = 'Copy the authtoken from https://dashboard.ngrok.com/get-started/your-authtoken, whole.';
const PLAN = 'See https://dashboard.ngrok.com/billing for what the plan allows.';

const ERRORS: Readonly<Record<string, NgrokError>> = {
  ERR_NGROK_102: {
    meaning: 'The last payment for the ngrok account failed: it is suspended.',
    fix: 'Put the payment in order: https://dashboard.ngrok.com/billing/payment-method.',
  },
  ERR_NGROK_103: { meaning: 'The ngrok account has been suspended.', fix: 'Write to support@ngrok.com.' },
  ERR_NGROK_105: { meaning: 'The authtoken does not look like one of ngrok (it is another key, or cut).', fix: TOKEN },
  ERR_NGROK_106: { meaning: 'The authtoken is of ngrok version 1.', fix: TOKEN },
  ERR_NGROK_107: {
    meaning: 'The authtoken is well formed, but ngrok does not know it: it was revoked or reset.',
    fix: TOKEN,
  },
  ERR_NGROK_108: {
    meaning: 'The account already runs as many agents at a time as its plan allows.',
    fix: 'Stop the other agent (https://dashboard.ngrok.com/agents lists them); a console that was killed leaves after a minute.',
  },
  ERR_NGROK_115: {
    meaning: "This machine's IP address is not among those that the account allows.",
    fix: 'Change the Agent IP Restrictions: https://dashboard.ngrok.com/security/ip-restrictions.',
  },
  ERR_NGROK_120: { meaning: 'ngrok no longer supports this version of its agent.', fix: 'Update the console.' },
  ERR_NGROK_307: {
    meaning: 'The TCP address is not reserved for this account in this region.',
    fix: 'Leave the domain empty, or name a domain of the account: https://dashboard.ngrok.com/domains.',
  },
  ERR_NGROK_313: {
    meaning: 'The plan does not allow a subdomain of your choice.',
    fix: `Leave the domain empty to take the account's own one. ${PLAN}`,
  },
  ERR_NGROK_314: { meaning: 'The plan does not allow domains of your own.', fix: PLAN },
  ERR_NGROK_319: {
    meaning: 'The domain must be reserved before it is used.',
    fix: 'Reserve it at https://dashboard.ngrok.com/domains, or leave the domain empty.',
  },
  ERR_NGROK_320: {
    meaning: 'The domain is reserved by another account.',
    fix: 'Choose another domain, or leave it empty.',
  },
  ERR_NGROK_324: { meaning: 'The session has as many endpoints as the plan allows.', fix: PLAN },
  ERR_NGROK_334: {
    meaning: 'The domain is in use: another agent serves this address now.',
    fix: 'Stop the other agent or console (https://dashboard.ngrok.com/endpoints lists what is online), or take another domain.',
  },
  ERR_NGROK_348: {
    meaning: 'The account has as many sessions as its plan allows.',
    fix: 'Stop another agent: https://dashboard.ngrok.com/agents.',
  },
  ERR_NGROK_350: { meaning: 'The session has as many tunnels as the plan allows.', fix: PLAN },
  ERR_NGROK_352: { meaning: 'Without an account only few tunnels are allowed.', fix: TOKEN },
  ERR_NGROK_714: { meaning: 'The account has as many connections as its plan allows.', fix: PLAN },
  ERR_NGROK_717: { meaning: 'Without an account only few connections a minute are allowed.', fix: TOKEN },
  ERR_NGROK_718: { meaning: 'The plan allows only so many bytes in a time, and more came in.', fix: PLAN },
  ERR_NGROK_720: { meaning: 'The plan allows only so many bytes in a time, and more went out.', fix: PLAN },
  ERR_NGROK_725: { meaning: 'The account has used up the bandwidth of its plan for this month.', fix: PLAN },
  ERR_NGROK_727: { meaning: 'The account has used up the requests of its plan for this month.', fix: PLAN },
  ERR_NGROK_734: {
    meaning: 'More requests came than the plan allows in a time.',
    fix: `Wait a minute: the limit starts anew. ${PLAN}`,
  },
  ERR_NGROK_4018: {
    meaning: 'ngrok needs a verified account and its authtoken.',
    fix: `Sign up at https://dashboard.ngrok.com/signup. ${TOKEN}`,
  },

  ERR_NGROK_3004: {
    meaning: 'The server behind the tunnel answered no proper HTTP.',
    fix: 'The tunnel must lead to the port of the AudioHook server, and by the right protocol (http or https).',
  },
  ERR_NGROK_3200: {
    meaning: 'The endpoint is offline: no agent serves this address now.',
    fix: 'Start the tunnel. If its address has changed, put the new one into Genesys Cloud.',
  },
  ERR_NGROK_3208: {
    meaning: 'ngrok has banned the account behind this address.',
    fix: 'Write to support@ngrok.com, and use another tunnel meanwhile.',
  },
  ERR_NGROK_6022: {
    meaning: 'ngrok passes nothing on for an agent without an account.',
    fix: `Sign up at https://dashboard.ngrok.com/signup. ${TOKEN}`,
  },
  ERR_NGROK_6024: {
    meaning: 'ngrok shows its warning page for browsers instead of passing the request on.',
    fix: 'The upgrade did not reach the server: use a domain that is not of the free kind, or a paid plan.',
  },
  ERR_NGROK_8012: {
    meaning: 'The tunnel is up, but its agent cannot reach the server behind it.',
    fix: 'Start the AudioHook server, and point the tunnel at its host and port.',
  },
};

/** The first ngrok code in a text; undefined when there is none. */
export function ngrokCodeIn(text: string): string | undefined {
  return /ERR_NGROK_\d+/.exec(text)?.[0];
}

export function ngrokError(code: string): NgrokError {
  return (
    ERRORS[code] ?? {
      meaning: 'ngrok refused it.',
      fix: `See https://ngrok.com/docs/errors/${code.toLowerCase()}.`,
    }
  );
}
