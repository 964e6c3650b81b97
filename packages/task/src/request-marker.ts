import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';

/** What names a request for work that came without an issue: 32 hex digits. */
export const requestIdSchema = z.string().regex(/^[0-9a-f]{32}$/);
export type RequestId = string;

const MARKER = /^<!-- commander request=([0-9a-f]{32}) mac=([0-9a-f]{32}) -->/;

/**
 * An HTML comment that names the request which an issue of ours was opened for, signed as the markers of our other writes
 * are (HMAC-SHA256, first 128 bits, hex).
 */
export function renderRequestMarker(request: RequestId, key: string): string {
  return `<!-- commander request=${request} mac=${mac(request, key)} -->`;
}

/** The request that an issue's text begins with, if it was signed with `key`; null for all others. */
export function findRequest(text: string, key: string): RequestId | null {
  const [, request, found] = MARKER.exec(text) ?? [];
  if (request === undefined || found === undefined) return null;
  return timingSafeEqual(Buffer.from(found), Buffer.from(mac(request, key))) ? request : null;
}

/** No other marker's signature is made over a text that begins so. */
function mac(request: RequestId, key: string): string {
  return createHmac('sha256', key).update(`request\n${request}`).digest('hex').slice(0, 32);
}
