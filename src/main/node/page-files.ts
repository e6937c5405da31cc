/** The built page as it goes out over HTTP or Electron's own scheme: one file a path, with its type and its headers. */
import { readFile } from 'node:fs/promises';
import { extname, resolve, sep } from 'node:path';

const MIME_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.wav': 'audio/wav',
  '.woff2': 'font/woff2',
  '.txt': 'text/plain; charset=utf-8',
};

/**
 * What the page may load and reach: its own files and the contract. The nonce is for wavesurfer.js, which puts a style
 * sheet into its shadow root; it is fixed, because it guards styles alone, and no foreign markup reaches the page.
 *
 * @param connect further sources for connections: the WebSocket of the browser host
 */
export function contentSecurityPolicy(connect: readonly string[]): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self' 'nonce-wavesurfer'",
    "img-src 'self' data:",
    "font-src 'self'",
    "media-src 'self' blob:",
    "worker-src 'self'",
    `connect-src ${["'self'", ...connect].join(' ')}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "object-src 'none'",
  ].join('; ');
}

/** Headers of every answer, a refusal too. */
export function pageHeaders(policy: string): Record<string, string> {
  return {
    'content-security-policy': policy,
    'x-content-type-options': 'nosniff',
    // The address holds the token; no other place may learn it.
    'referrer-policy': 'no-referrer',
    'cross-origin-resource-policy': 'same-origin',
    'cross-origin-opener-policy': 'same-origin',
    'permissions-policy': 'microphone=(self), camera=(), geolocation=(), display-capture=(), usb=(), serial=()',
  };
}

export type PageFile = { body: Buffer; headers: { 'content-type': string; 'cache-control': string } };

/**
 * Reads one file of the built page.
 *
 * @param root folder of the built page
 * @param pathname path of a URL, still encoded; `/` is index.html
 * @returns undefined when there is no such file, or the path leads out of the folder
 */
export async function readPageFile(root: string, pathname: string): Promise<PageFile | undefined> {
  const path = decodePath(pathname);
  if (path === undefined) return undefined;
  const folder = resolve(root);
  const file = resolve(folder, `.${path === '/' ? '/index.html' : path}`);
  const type = MIME_TYPES[extname(file)];
  if (!file.startsWith(folder + sep) || type === undefined) return undefined;
  const body = await readIfFile(file);
  if (!body) return undefined;
  // Names below assets/ hold a hash of their content, so they never change; all else must be asked for again.
  const cache = path.startsWith('/assets/') ? 'private, max-age=31536000, immutable' : 'no-store';
  return { body, headers: { 'content-type': type, 'cache-control': cache } };
}

/** The path in plain characters; undefined when it is not one: bad escapes, a NUL, or a backslash (a way up on Windows). */
function decodePath(pathname: string): string | undefined {
  try {
    const path = decodeURIComponent(pathname);
    return path.startsWith('/') && !path.includes('\0') && !path.includes('\\') ? path : undefined;
  } catch {
    return undefined;
  }
}

async function readIfFile(file: string): Promise<Buffer | undefined> {
  try {
    return await readFile(file);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'EISDIR' || code === 'ENOTDIR') return undefined;
    throw error;
  }
}
