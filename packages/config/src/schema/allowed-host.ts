import { isIP } from 'node:net';

const LABEL = '[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?';
const NAME = new RegExp(`^${LABEL}(?:\\.${LABEL})*$`);
/** `[address]` or a host without colons, and perhaps a port. */
const HOST_AND_PORT = /^(?:\[([0-9a-fA-F:.]+)\]|([^[\]:]+))(?::([1-9][0-9]{0,4}))?$/;

/**
 * Whether `text` is an entry of the list of hosts that sandboxes may reach: a name, `*.` before a name, or an IP address,
 * each with `:port` unless it is 443. The broker reads these entries; a test holds the two together.
 */
export function isAllowedHost(text: string): boolean {
  if (isAddress(text)) return true;
  const isBelow = text.startsWith('*.');
  const parts = HOST_AND_PORT.exec(isBelow ? text.slice(2) : text);
  if (!parts) return false;
  const [, bracketed, plain = '', port = '443'] = parts;
  if (Number(port) > 65_535) return false;
  const host = (bracketed ?? plain).toLowerCase().replace(/\.$/, '');
  return isAddress(host) ? !isBelow : bracketed === undefined && isName(host);
}

function isAddress(text: string): boolean {
  return isIP(text) !== 0 && !text.includes('%');
}

/** A name whose last label is a number is an address to some resolvers: 127.1, 0x7f.1. */
function isName(host: string): boolean {
  return host.length <= 253 && NAME.test(host) && !/(?:^|\.)(?:\d+|0x[0-9a-f]*)$/.test(host);
}
