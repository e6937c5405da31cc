/** Certificates for tests, made by the machine's openssl when first asked for. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { tempDir } from './temp-dir.ts';

export type Certificate = { key: string; cert: string };

/** A self-signed one. `names` as in subjectAltName: "DNS:localhost,IP:127.0.0.1"; days may be negative. */
export function selfSigned(names: string, days = 30): Certificate {
  const folder = tempDir();
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  const what = ['-subj', '/CN=test server', '-addext', `subjectAltName=${names}`, '-days', String(days)];
  execFileSync('openssl', ['req', '-x509', ...curve, '-keyout', key, '-out', cert, ...what], { stdio: 'ignore' });
  return { key: readFileSync(key, 'utf8'), cert: readFileSync(cert, 'utf8') };
}
