import { createSign } from 'node:crypto';

/** A JWT as an app makes it to speak for itself; times are in seconds. */
export function signAppJwt(
  appId: number,
  privateKey: string,
  claims: { iat?: number; exp?: number } = {},
): string {
  const now = Math.floor(Date.now() / 1000);
  const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const payload = { iat: now - 60, exp: now + 540, iss: String(appId), ...claims };
  const signed = `${encode({ alg: 'RS256', typ: 'JWT' })}.${encode(payload)}`;
  return `${signed}.${createSign('RSA-SHA256').update(signed).sign(privateKey, 'base64url')}`;
}
