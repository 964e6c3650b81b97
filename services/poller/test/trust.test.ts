import { describe, expect, it } from 'vitest';
import { isTrusted } from '../src/trust.ts';

const rules = { trustedUsers: ['Carol'], trustedBots: ['renovate', 'other[bot]'] };

describe('isTrusted', () => {
  it.each([
    ['alice', 'admin', true],
    ['alice', 'write', true],
    ['alice', 'read', false],
    ['alice', 'none', false],
    ['carol', 'none', true],
    ['renovate[bot]', 'none', true],
    ['Other[bot]', 'none', true],
    // A bot needs to be listed, whatever it may do, and a person's name is not a bot's.
    ['evil[bot]', 'admin', false],
    ['carol[bot]', 'write', false],
    ['renovate', 'read', false],
  ] as const)('%s with %s: %s', (login, permission, expected) => {
    expect(isTrusted(login, permission, rules)).toBe(expected);
  });
});
