import { createHmac, randomBytes } from 'node:crypto';
import { sameSecret } from '../access/same-secret.ts';

export type Sessions = {
  /** A new session's value for the cookie. */
  issue(): string;
  isValid(value: string): boolean;
  /** How long a valid session goes on, in ms. */
  remainingMs(value: string): number;
  /** What every form of the session carries, and no other page can know. */
  formToken(value: string): string;
};

export const SESSION_SECONDS = 7 * 86_400;

/**
 * Sessions that nobody has to remember: `<end in ms>.<nonce>.<HMAC-SHA256 of both>`, signed with the gateway's token.
 * They end after a week, and all at once when the token changes.
 */
export function createSessions(token: string, now: () => number): Sessions {
  const sign = (purpose: string, body: string) =>
    createHmac('sha256', token).update(`${purpose}\n${body}`).digest('base64url');
  return {
    issue() {
      const body = `${now() + SESSION_SECONDS * 1000}.${randomBytes(16).toString('base64url')}`;
      return `${body}.${sign('session', body)}`;
    },
    isValid(value) {
      const end = value.lastIndexOf('.');
      const body = value.slice(0, Math.max(end, 0));
      return sameSecret(value.slice(end + 1), sign('session', body)) && endOf(body) > now();
    },
    remainingMs: (value) => endOf(value) - now(),
    formToken: (value) => sign('form', value),
  };
}

function endOf(value: string): number {
  return Number(value.split('.')[0]);
}
