import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rateLimitPause } from '../src/rate-limit.ts';

const now = 1_700_000_000_000;
const refusal = { status: 403, headers: {}, documentationUrl: '', now };

describe('rateLimitPause', () => {
  it('obeys retry-after, in seconds', () => {
    expect(rateLimitPause({ ...refusal, headers: { 'retry-after': '30' } })).toBe(30_000);
    expect(rateLimitPause({ ...refusal, status: 429, headers: { 'retry-after': '0' } })).toBe(0);
  });

  it('waits for the reset when nothing remains', () => {
    const headers = { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': `${now / 1000 + 90}` };
    expect(rateLimitPause({ ...refusal, headers })).toBe(91_000);
    expect(rateLimitPause({ ...refusal, headers, now: now + 200_000 })).toBe(0);
  });

  it('waits a minute when a limit names no end', () => {
    expect(rateLimitPause({ ...refusal, status: 429 })).toBe(60_000);
    const documentationUrl =
      'https://docs.github.com/free-pro-team@latest/rest/overview/rate-limits-for-the-rest-api';
    expect(rateLimitPause({ ...refusal, documentationUrl })).toBe(60_000);
  });

  it('takes other refusals for what they are', () => {
    expect(rateLimitPause(refusal)).toBeNull();
    expect(rateLimitPause({ ...refusal, headers: { 'x-ratelimit-remaining': '12' } })).toBeNull();
    expect(rateLimitPause({ ...refusal, status: 500, headers: { 'retry-after': '3' } })).toBeNull();
    expect(rateLimitPause({ ...refusal, headers: { 'retry-after': 'soon' } })).toBeNull();
  });

  it('never asks to wait less than nothing, whatever the headers say', () => {
    const header = fc.oneof(fc.string(), fc.integer().map(String), fc.constant(undefined));
    const headers = fc.record({
      'retry-after': header,
      'x-ratelimit-remaining': header,
      'x-ratelimit-reset': header,
    });
    fc.assert(
      fc.property(headers, fc.constantFrom(403, 429), (some, status) => {
        const pause = rateLimitPause({ ...refusal, status, headers: some });
        expect(pause ?? 0).toBeGreaterThanOrEqual(0);
        if (status === 429) expect(pause).not.toBeNull();
      }),
    );
  });
});
