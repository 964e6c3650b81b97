import { createHmac, randomBytes } from 'node:crypto';
import type { EndedSessions } from '@opencode-commander/queue';
import { sameSecret } from '../access/same-secret.ts';

export type Sessions = {
  /** A new session's value for the cookie. */
  issue(): string;
  /** Throws RedisError. */
  isValid(value: string): Promise<boolean>;
  /** Ends a session before its time, for all gateways; one that is over stays so. Throws RedisError. */
  end(value: string): Promise<void>;
  /** How long a valid session goes on, in ms. */
  remainingMs(value: string): number;
  /** What every form of the session carries, and no other page can know. */
  formToken(value: string): string;
};

export const SESSION_SECONDS = 7 * 86_400;

type Options = { token: string; now: () => number; ended: EndedSessions };

/**
 * Sessions of which only those that were ended have to be remembered: `<end in ms>.<nonce>.<HMAC-SHA256 of both>`, signed with
 * the gateway's token. They end after a week, with a logout, and all at once when the token changes.
 */
export function createSessions({ token, now, ended }: Options): Sessions {
  const sign = (purpose: string, body: string) =>
    createHmac('sha256', token).update(`${purpose}\n${body}`).digest('base64url');
  const remainingMs = (value: string) => Number(value.split('.')[0]) - now();
  const isOurs = (value: string) => {
    const end = value.lastIndexOf('.');
    const body = value.slice(0, Math.max(end, 0));
    return sameSecret(value.slice(end + 1), sign('session', body)) && remainingMs(value) > 0;
  };
  return {
    issue() {
      const body = `${now() + SESSION_SECONDS * 1000}.${randomBytes(16).toString('base64url')}`;
      return `${body}.${sign('session', body)}`;
    },
    isValid: async (value) => isOurs(value) && !(await ended.has(nonceOf(value))),
    async end(value) {
      if (isOurs(value)) await ended.add(nonceOf(value), remainingMs(value));
    },
    remainingMs,
    formToken: (value) => sign('form', value),
  };
}

/** Tells a session from others, and opens nothing. */
function nonceOf(value: string): string {
  return value.split('.')[1] ?? '';
}
