/** Secrets in the system's keychain, by way of Electron's safeStorage: the file holds what the system has encrypted. */
import { safeStorage } from 'electron';
import { plainSecretFile, secretFile } from '../host/settings/secret-file.ts';
import type { SecretKeeper } from '../host/settings/secrets.ts';

const NAMES: Partial<Record<NodeJS.Platform, string>> = {
  darwin: 'the macOS keychain',
  win32: 'Windows’ own protected storage',
};

/**
 * Where the system has no keychain, or Electron would only pretend (`basic_text` on Linux: a password that everybody knows),
 * the same plain file as in a browser, which says what it is. Electron must be ready.
 */
export function secretKeeper(dataDir: string, platform: NodeJS.Platform): SecretKeeper {
  const isReal = platform !== 'linux' || safeStorage.getSelectedStorageBackend() !== 'basic_text';
  if (!safeStorage.isEncryptionAvailable() || !isReal) return plainSecretFile(dataDir);
  const cipher = {
    encrypt: (value: string) => safeStorage.encryptString(value).toString('base64'),
    decrypt: (text: string) => safeStorage.decryptString(Buffer.from(text, 'base64')),
  };
  return { where: NAMES[platform] ?? 'the keyring', safe: true, ...secretFile(dataDir, 'keychain.json', cipher) };
}
