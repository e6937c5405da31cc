/** `session`: the permission handlers, and asking them as Chromium would. */
import type { MediaAccessPermissionRequest, Session, WebContents } from 'electron';
import { answered, record } from './record.ts';
import { strict } from './strict.ts';

type RequestHandler = NonNullable<Parameters<Session['setPermissionRequestHandler']>[0]>;
type CheckHandler = NonNullable<Parameters<Session['setPermissionCheckHandler']>[0]>;
export type Permission = Parameters<RequestHandler>[1] & Parameters<CheckHandler>[1];

let requestHandler: RequestHandler | undefined;
let checkHandler: CheckHandler | undefined;

export const defaultSession = strict('session', {
  setPermissionRequestHandler: handler => {
    record.handlers.push('permission request');
    requestHandler = handler ?? undefined;
  },
  setPermissionCheckHandler: handler => {
    record.handlers.push('permission check');
    checkHandler = handler ?? undefined;
  },
  setDevicePermissionHandler: () => {
    record.handlers.push('device permission');
  },
} satisfies Pick<Session, 'setPermissionRequestHandler' | 'setPermissionCheckHandler' | 'setDevicePermissionHandler'>);

export type PermissionQuestion = {
  permission: Permission;
  /** Of the asking document, as Electron sees it. */
  url: string;
  isMainFrame: boolean;
  mediaTypes?: ('audio' | 'video')[];
};

/** Asks both handlers, as Chromium does, and records what they say. Without a handler Electron grants everything. */
export async function askPermission(contents: WebContents, question: PermissionQuestion) {
  const { permission, url, isMainFrame, mediaTypes = [] } = question;
  const what = `${permission}${mediaTypes.length ? ` (${mediaTypes.join(', ')})` : ''} for ${url}`;
  const request = await new Promise<boolean>(resolve => {
    if (!requestHandler) return resolve(true);
    const details: MediaAccessPermissionRequest = { isMainFrame, requestingUrl: url, mediaTypes, securityOrigin: url };
    requestHandler(contents, permission, resolve, details);
  });
  const check = (mediaTypes.length ? mediaTypes : ['unknown' as const]).every(
    mediaType => checkHandler?.(contents, permission, url, { isMainFrame, requestingUrl: url, mediaType }) ?? true,
  );
  answered(`request ${what}`, request);
  answered(`check ${what}`, check);
  return { request, check };
}
