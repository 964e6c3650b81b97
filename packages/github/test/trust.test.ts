import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createTrust, isTrusted, type KnownPermissions } from '../src/trust.ts';

const rules = { trustedUsers: ['Carol', 'dan[bot]'], trustedBots: ['renovate', 'other[bot]'] };

describe('createTrust', () => {
  it('asks once for each author, and again after a failure', async () => {
    const asked: string[] = [];
    const github = {
      permission: async (_: string, login: string) => {
        asked.push(login);
        if (asked.length === 1) throw new Error('away');
        return 'write' as const;
      },
    };
    const known: KnownPermissions = new Map();
    const trusts = () => createTrust(github, rules, known)('acme/web', 'alice');

    await expect(trusts()).rejects.toThrow('away');
    expect([await trusts(), await trusts()]).toEqual([true, true]);
    expect(asked).toEqual(['alice', 'alice']);
  });
});

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
    ['dan', 'none', false],
    ['dan[bot]', 'none', false],
  ] as const)('%s with %s: %s', (login, permission, expected) => {
    expect(isTrusted(login, permission, rules)).toBe(expected);
  });

  it('trusts no bot that is not listed, and nobody for nothing', () => {
    const logins = fc
      .stringMatching(/^[a-z][a-z0-9-]{0,10}$/)
      .filter((login) => !['carol', 'renovate', 'other'].includes(login));
    fc.assert(
      fc.property(logins, fc.constantFrom('admin', 'write', 'read', 'none'), (login, permission) => {
        expect(isTrusted(`${login}[bot]`, permission, rules)).toBe(false);
        expect(isTrusted(login, permission, rules)).toBe(permission === 'admin' || permission === 'write');
      }),
    );
  });
});
