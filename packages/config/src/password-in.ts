/** Also of addresses that are no URLs: of several hosts, or of a socket. */
const PASSWORD = /^[a-z+]+:\/\/[^/?#:]*:([^/?#]*)@/i;

/** The password that an address carries, as it is written there; null for none. */
export function passwordIn(address: string): string | null {
  return PASSWORD.exec(address)?.[1] || null;
}
