import type { SeenLimits } from './rate-gate.ts';
import { type Headers, rateLimitPause, readNumber } from './rate-limit.ts';
import { readRefusal } from './read-refusal.ts';

type Answer = { status: number; headers: Headers; data: unknown };

/**
 * What an answer says of GitHub's limits; null when it says nothing.
 * https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api#checking-the-status-of-your-rate-limit
 */
export function readRateLimits(
  { status, headers, data }: Answer,
  { resource, now }: { resource: string; now: number },
): SeenLimits | null {
  const limit = readNumber(headers['x-ratelimit-limit']);
  const remaining = readNumber(headers['x-ratelimit-remaining']);
  const reset = readNumber(headers['x-ratelimit-reset']);
  const { documentationUrl } = readRefusal(data);
  const pause = rateLimitPause({ status, headers, documentationUrl, now });
  const usedUp = remaining === 0 && reset !== null && headers['retry-after'] === undefined;
  if (remaining === null && pause === null) return null;
  return {
    resource: String(headers['x-ratelimit-resource'] ?? resource),
    limit,
    remaining,
    resetAt: reset === null ? null : reset * 1000,
    retryAfterMs: usedUp ? null : pause,
  };
}
