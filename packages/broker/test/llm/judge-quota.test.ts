import { describe, expect, it } from 'vitest';
import { judgeQuota } from '../../src/llm/judge-quota.ts';

const NOW = Date.parse('2026-11-20T12:00:00Z');
const HOUR = 3_600_000;

function judge(status: number, headers: Record<string, string> = {}, error: unknown = {}) {
  return judgeQuota({ status, headers, body: JSON.stringify({ error }), now: NOW });
}

describe('a quota is used up', () => {
  it.each([402, 429, 403, 400])('when a %i says so by its code', (status) => {
    expect(judge(status, {}, { code: 'insufficient_quota' })).toEqual({ retryAfterMs: null });
    expect(judge(status, {}, { type: 'insufficient_quota' })).toEqual({ retryAfterMs: null });
  });

  it('when money is asked for, whatever else is said', () => {
    expect(judgeQuota({ status: 402, headers: {}, body: 'pay!', now: NOW })).toEqual({ retryAfterMs: null });
  });

  it.each([
    [{ 'retry-after': '3600' }],
    [{ 'retry-after-ms': '3600000' }],
    [{ 'retry-after': 'Fri, 20 Nov 2026 13:00:00 GMT' }],
    [{ 'x-ratelimit-reset-requests': '1h0m0s', 'x-ratelimit-remaining-requests': '0' }],
    [
      {
        'anthropic-ratelimit-tokens-reset': '2026-11-20T13:00:00Z',
        'anthropic-ratelimit-tokens-remaining': '0',
      },
    ],
    [{ 'x-ratelimit-reset': String(NOW + HOUR), 'x-ratelimit-remaining': '0' }],
    [{ 'x-ratelimit-reset': String((NOW + HOUR) / 1_000) }],
  ])('when a 429 wants a long wait: %j', (headers) => {
    expect(judge(429, headers)).toEqual({ retryAfterMs: HOUR });
  });

  it('when Google wants one', () => {
    expect(judge(429, {}, { code: 429, details: [{ '@type': 'x' }, { retryDelay: '3600s' }] })).toEqual({
      retryAfterMs: HOUR,
    });
  });

  it('for no longer than a month', () => {
    expect(judge(429, { 'retry-after': '9'.repeat(40) })).toEqual({ retryAfterMs: 31 * 24 * HOUR });
  });
});

describe('a quota is not used up', () => {
  it.each([
    [429, {}],
    [429, { 'retry-after': '20' }],
    [429, { 'retry-after': 'soon' }],
    // Another limit's reset: that one has something left.
    [429, { 'x-ratelimit-reset-tokens': '9h', 'x-ratelimit-remaining-tokens': '5' }],
    [503, { 'retry-after': '3600' }],
    [200, { 'retry-after': '3600' }],
  ])('by a %i with %j', (status, headers: Record<string, string>) => {
    expect(judge(status, headers)).toBeNull();
  });

  it.each(['', 'null', '[]', '{"error":7}', '{"error":{"code":{}}}'])('by %j', (body) => {
    expect(judgeQuota({ status: 429, headers: {}, body, now: NOW })).toBeNull();
  });
});
