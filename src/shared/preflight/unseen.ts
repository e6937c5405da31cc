/** What no test from this machine can show: where to look when preflight is clean and still nothing arrives. */
import type { CheckResult } from '../checks/check-report.ts';

const group = 'not seen from here';
const entry = (id: string, title: string, detail: string, source: string): CheckResult => ({
  id,
  group,
  title,
  status: 'na',
  detail,
  fix: '',
  source,
});

export const UNSEEN: readonly CheckResult[] = [
  entry(
    'unseen-allow-list',
    'An IP allow-list lets Genesys Cloud in',
    "Genesys publishes its source addresses by the public IP-ranges API, service name `audiohook`, by region. This machine's address is another one.",
    'Genesys documentation (documented)',
  ),
  entry(
    'unseen-firewall',
    'No firewall or WAF refuses what comes from the cloud',
    "Bot protection and geographic rules judge the sender: a request that this machine may send can be refused there. The firewall's own log shows it.",
    'experience (ours)',
  ),
  entry(
    'unseen-dns-ca',
    "Genesys Cloud's own DNS and CA list see the same",
    'Split DNS, a record that is new, or a CA that only some clients trust. Ask a public resolver (1.1.1.1), and use a widespread public CA.',
    'experience (ours)',
  ),
  entry(
    'unseen-integration',
    'The integration is Active',
    'Admin, Integrations: set it to Inactive, then Active. That forces the connection probe, which arrives within seconds.',
    'Genesys documentation (documented)',
  ),
  entry(
    'unseen-flow',
    'The flow was published, and the call goes through it',
    'A flow that was saved but not published runs in its old version. The Call Audio Connector action names the integration and the Connector ID.',
    'Genesys documentation (documented)',
  ),
];
