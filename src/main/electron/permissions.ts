/** What a page may do beyond drawing: the own page may use the microphone, write to the clipboard and notify; nothing else. */
import { type MediaAccessPermissionRequest, type Session, systemPreferences } from 'electron';
import { isOwnOrigin } from './page-address.ts';

/**
 * Answers both of Electron's questions: the request (a prompt elsewhere) and the check that goes before it. Writing to
 * the clipboard is what the page's copy buttons do; reading it stays refused. Notifications are what watchpoints tell by, when asked to.
 */
export function limitPermissions(session: Session, platform: NodeJS.Platform): void {
  session.setPermissionRequestHandler((_contents, permission, callback, details) => {
    if (!isOwnOrigin(details.requestingUrl) || !details.isMainFrame) callback(false);
    else if (permission === 'media') {
      if (!isAudioOnly((details as MediaAccessPermissionRequest).mediaTypes)) callback(false);
      else void systemAllowsMicrophone(platform).then(callback, () => callback(false));
    } else callback(isHarmless(permission));
  });
  session.setPermissionCheckHandler((_contents, permission, requestingOrigin, details) => {
    if (!isOwnOrigin(requestingOrigin) || !details.isMainFrame) return false;
    return permission === 'media' ? details.mediaType === 'audio' : isHarmless(permission);
  });
  session.setDevicePermissionHandler(() => false);
}

const isHarmless = (permission: string) => ['clipboard-sanitized-write', 'notifications'].includes(permission);

/**
 * macOS asks its user once, for the app as a whole, and only when the app asks it to. Denied there, the page says where to
 * change it.
 */
async function systemAllowsMicrophone(platform: NodeJS.Platform): Promise<boolean> {
  if (platform !== 'darwin') return true;
  const status = systemPreferences.getMediaAccessStatus('microphone');
  return status === 'not-determined' ? systemPreferences.askForMediaAccess('microphone') : status === 'granted';
}

function isAudioOnly(mediaTypes: readonly string[] | undefined): boolean {
  return mediaTypes?.length === 1 && mediaTypes[0] === 'audio';
}
