import type { IncomingHttpHeaders } from 'node:http';
import { type Headers, passingHeaders } from '../passing-headers.ts';

const AUTH_HEADERS = ['authorization', 'x-api-key', 'api-key', 'x-goog-api-key'];
const NOT_SENT = ['host', 'content-length', 'expect', 'cookie', 'accept-encoding', 'forwarded', 'via'];
const NOT_RETURNED = [
  // The answer is shorter or longer where the key was taken out of it.
  'content-length',
  'set-cookie',
  'set-cookie2',
  'www-authenticate',
  'alt-svc',
  'location',
  'clear-site-data',
];

export type KeyExchange = {
  /** What the agent has for a key. */
  placeholder: string;
  /** The provider's real key, null when it needs none. */
  apiKey: string | null;
};

/**
 * The headers for the provider: the agent's own, with the real key where it sent the placeholder. Any other credential
 * of the agent's is left out, or it could send what it sees to an account of its own.
 */
export function requestHeaders(
  headers: IncomingHttpHeaders,
  keys: KeyExchange,
): Record<string, string | string[]> {
  const sent = passingHeaders(headers, [...NOT_SENT, ...AUTH_HEADERS]).filter(
    ([name]) => !name.startsWith('x-forwarded-'),
  );
  const auth = AUTH_HEADERS.flatMap((name) => {
    const value = headers[name];
    const real = typeof value === 'string' ? exchange(value, keys) : null;
    return real === null ? [] : [[name, real] as const];
  });
  // Compressed answers could not be counted.
  return Object.fromEntries([...sent, ...auth, ['accept-encoding', 'identity']]);
}

/** The headers for the agent: without cookies, redirects, or anything that repeats the key. */
export function responseHeaders(headers: Headers, { apiKey }: KeyExchange): [string, string | string[]][] {
  const kept = passingHeaders(headers, NOT_RETURNED);
  return kept.filter(([, value]) => apiKey === null || !value.includes(apiKey));
}

function exchange(value: string, { placeholder, apiKey }: KeyExchange): string | null {
  if (apiKey === null) return null;
  if (value === placeholder) return apiKey;
  return /^bearer /i.test(value) && value.slice('bearer '.length).trim() === placeholder
    ? `Bearer ${apiKey}`
    : null;
}
