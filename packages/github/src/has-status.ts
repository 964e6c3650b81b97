import { RequestError } from '@octokit/request-error';
import { rateLimitPause } from './rate-limit.ts';
import { readRefusal } from './read-refusal.ts';

/** Did GitHub answer with one of these statuses? A refusal for the rate of requests is none of them. */
export function hasStatus(error: unknown, ...statuses: readonly number[]): boolean {
  if (!(error instanceof RequestError) || error.response === undefined) return false;
  if (!statuses.includes(error.status)) return false;
  const { headers, data } = error.response;
  const { documentationUrl } = readRefusal(data);
  // Only whether it is one matters here, not until when.
  return rateLimitPause({ status: error.status, headers, documentationUrl, now: 0 }) === null;
}
