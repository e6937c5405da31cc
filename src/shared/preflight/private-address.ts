/** Addresses and names that lead nowhere from outside. */

/** True for IPv4 and IPv6 literals (also in brackets) of loopback, private, link-local, shared and test networks. */
export function isPrivateAddress(text: string): boolean {
  const address = text.replace(/^\[|\]$/g, '').toLowerCase();
  const four = /^(?:::ffff:)?(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(address);
  if (four) {
    const [a = 0, b = 0] = four.slice(1).map(Number);
    return (
      a === 0 ||
      a === 10 ||
      a === 127 ||
      (a === 100 && b >= 64 && b < 128) ||
      (a === 169 && b === 254) ||
      (a === 172 && b >= 16 && b < 32) ||
      (a === 192 && b === 168)
    );
  }
  if (!address.includes(':')) return false;
  return address === '::' || address === '::1' || /^f[cd]|^fe[89ab]/.test(address);
}

/** True for names that only this machine or network knows. */
export function isPrivateName(name: string): boolean {
  const lower = name.toLowerCase().replace(/\.$/, '');
  if (lower === 'localhost' || /\.(?:localhost|local|internal|lan|home\.arpa)$/.test(lower)) return true;
  return !lower.includes('.') && !lower.includes(':') && !lower.startsWith('[');
}
