/** What a page may do beyond drawing: the own page may use the microphone and write to the clipboard; nothing else. */
import type { MediaAccessPermissionRequest, Session } from 'electron';
import { isOwnOrigin } from './page-address.ts';

/**
 * Answers both of Electron's questions: the request (a prompt elsewhere) and the check that goes before it. Writing to
 * the clipboard is what the page's copy buttons do; reading it stays refused.
 */
export function limitPermissions(session: Session): void {
  session.setPermissionRequestHandler((_contents, permission, callback, details) => {
    if (!isOwnOrigin(details.requestingUrl) || !details.isMainFrame) callback(false);
    else if (permission === 'media') callback(isAudioOnly((details as MediaAccessPermissionRequest).mediaTypes));
    else callback(permission === 'clipboard-sanitized-write');
  });
  session.setPermissionCheckHandler((_contents, permission, requestingOrigin, details) => {
    if (!isOwnOrigin(requestingOrigin) || !details.isMainFrame) return false;
    return permission === 'media' ? details.mediaType === 'audio' : permission === 'clipboard-sanitized-write';
  });
  session.setDevicePermissionHandler(() => false);
}

function isAudioOnly(mediaTypes: readonly string[] | undefined): boolean {
  return mediaTypes?.length === 1 && mediaTypes[0] === 'audio';
}
