/**
 * Where the Connector ID goes. Genesys Cloud opens Base Connection URI + Connector ID; who supplies the slash is not
 * established, so callers join with exactly one and servers tolerate none and two.
 */

/** The URL that is called: the base without trailing slashes, one slash, the ID as typed. */
export function joinConnectorId(baseUrl: string, connectorId: string): string {
  return `${baseUrl.replace(/\/+$/, '')}/${connectorId}`;
}

/**
 * The Connector ID in a request target: what follows the base path and any number of slashes, without the query,
 * percent-decoded where that is possible. Empty for the bare base. A target outside of the base path is an ID as a whole.
 */
export function connectorIdOf(target: string, basePath = '/'): string {
  const whole = target.replace(/[?#].*$/s, '');
  const base = basePath.replace(/\/+$/, '');
  const path = (whole.startsWith(base) ? whole.slice(base.length) : whole).replace(/^\/+/, '');
  try {
    return decodeURIComponent(path);
  } catch {
    // A malformed escape is still an ID: it is taken as it was written.
    return path;
  }
}
