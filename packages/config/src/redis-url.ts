import { Secret } from './secret.ts';

const SCHEME = /^[a-z+]+:\/\//;
/** A login is all before the first `@` of what follows the scheme, up to a path or a query. */
const LOGIN = /^([a-z+]+:\/\/)([^@/?#]*)@/;

/** Whether the address carries a password already. */
export function hasPassword(url: string): boolean {
  return LOGIN.exec(url)?.[2]?.includes(':') === true;
}

/** The address with a password that was given apart; a user that it names stays. Also of forms that are no URLs. */
export function withPassword(url: Secret, password: Secret | null): Secret {
  if (password === null) return url;
  const address = url.reveal();
  const user = LOGIN.exec(address)?.[2] ?? '';
  const rest = address.replace(LOGIN, '$1').replace(SCHEME, '');
  const scheme = SCHEME.exec(address)?.[0] ?? '';
  return new Secret(`${scheme}${user}:${encodeURIComponent(password.reveal())}@${rest}`);
}
