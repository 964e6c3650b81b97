import { Secret } from './secret.ts';

/** The scheme, a login up to the first `@`, and the rest. */
const ADDRESS = /^([a-z+]+:\/\/)(?:([^@/?#]*)@)?(.*)$/s;

/** The address with a password that was given apart; a user that it names stays. Also of forms that are no URLs. */
export function redisUrl(url: Secret, password: Secret | null): Secret {
  if (password === null) return url;
  const [, scheme = '', user = '', rest = ''] = ADDRESS.exec(url.reveal()) ?? [];
  return new Secret(`${scheme}${user}:${encodeURIComponent(password.reveal())}@${rest}`);
}
