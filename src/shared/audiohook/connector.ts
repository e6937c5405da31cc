/**
 * Where the Connector ID goes. Genesys Cloud opens Base Connection URI + Connector ID; who supplies the slash is not
 * established, so callers join with exactly one and servers tolerate none and two.
 */

/** The URL that is called: the base without trailing slashes, one slash, the ID as typed. */
export function joinConnectorId(baseUrl: string, connectorId: string): string {
  return `${baseUrl.replace(/\/+$/, '')}/${connectorId}`;
}

/**
 * The Connector ID in a request target, for a server whose base path is `/`: everything behind the leading slashes,
 * without the query, percent-decoded where that is possible. Empty for the bare base.
 */
export function connectorIdOf(target: string): string {
  const path = target.replace(/[?#].*$/s, '').replace(/^\/+/, '');
  try {
    return decodeURIComponent(path);
  } catch {
    // A malformed escape is still an ID: it is taken as it was written.
    return path;
  }
}
