import type { ServerResponse } from 'node:http';
import { answerError } from '../answer.ts';
import type { QuotaUsedUp } from './judge-quota.ts';

/**
 * Tells the agent's client that a quota is used up: by 402 and in words without a number or "try again", or opencode would
 * do that (its SessionRetry looks for both). When it may be asked again is in `retry-after`.
 */
export function answerQuota(response: ServerResponse, { provider, retryAfterMs }: QuotaUsedUp): void {
  if (retryAfterMs !== null && !response.headersSent) {
    response.setHeader('retry-after', String(Math.ceil(retryAfterMs / 1_000)));
  }
  answerError(response, 402, { code: 'insufficient_quota', message: `the quota of ${provider} is used up` });
}
