import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonicalAddress, isPublicAddress } from '../../src/egress/address.ts';
import { parseAllowList } from '../../src/egress/allow-list.ts';
import { parseAuthority } from '../../src/egress/authority.ts';
import { resolveTarget } from '../../src/egress/resolve-target.ts';

test.each(['8.8.8.8', '1.1.1.1', '140.82.112.3', '172.32.0.1', '2606:4700::1111', '2a00:1450::1'])(
  '%s is public',
  (ip) => {
    expect(isPublicAddress(ip)).toBe(true);
  },
);

test.each([
  '0.0.0.0',
  '10.1.2.3',
  '100.64.0.1',
  '127.0.0.1',
  '127.255.255.255',
  '169.254.169.254',
  '172.16.0.1',
  '172.31.255.255',
  '192.168.1.1',
  '198.18.0.1',
  '224.0.0.1',
  '255.255.255.255',
  '::',
  '::1',
  '::ffff:8.8.8.8',
  '::ffff:127.0.0.1',
  '::127.0.0.1',
  '64:ff9b::7f00:1',
  '2002:7f00:1::1',
  '2001::1',
  '2001:db8::1',
  'fc00::1',
  'fd00:ec2::254',
  'fe80::1',
  'fe80::1%eth0',
  'ff02::1',
  'localhost',
  '',
])('%s is not', (ip) => {
  expect(isPublicAddress(ip)).toBe(false);
});

test('one spelling for each address', () => {
  expect(canonicalAddress('0:0:0:0:0:0:0:1')).toBe('::1');
  expect(canonicalAddress('2001:DB8::0:1')).toBe('2001:db8::1');
  expect(canonicalAddress('::1%lo')).toBeNull();
  expect(canonicalAddress('example.com')).toBeNull();
});

test.each([
  ['Example.COM:443', { kind: 'name', host: 'example.com', port: 443 }],
  ['example.com.:443', { kind: 'name', host: 'example.com', port: 443 }],
  ['127.0.0.1:80', { kind: 'address', host: '127.0.0.1', port: 80 }],
  ['[0::1]:443', { kind: 'address', host: '::1', port: 443 }],
])('%s is a host and port', (text, authority) => {
  expect(parseAuthority(text, null)).toEqual(authority);
});

test.each([
  'example.com',
  'example.com:0',
  'example.com:70000',
  'example.com:443:443',
  'user@example.com:443',
  'example.com/x:443',
  'exa mple.com:443',
  'example.com\0.evil:443',
  'пример.example:443',
  '::1:443',
  '[example.com]:443',
  '127.1:443',
  '2130706433:443',
  '0x7f000001:443',
  '0177.0.0.1:443',
  '.:443',
  'a..b:443',
  ':443',
  '',
])('%s is none', (text) => {
  expect(parseAuthority(text, null)).toBeNull();
});

const allows = (entries: string[], target: string) => {
  const authority = parseAuthority(target, null);
  return authority !== null && parseAllowList(entries).allows(authority);
};

test.each([
  [['pypi.org'], 'pypi.org:443', true],
  [['pypi.org'], 'PyPI.org.:443', true],
  [['pypi.org'], 'pypi.org:80', false],
  [['pypi.org:80'], 'pypi.org:80', true],
  [['pypi.org:80'], 'pypi.org:443', false],
  [['pypi.org'], 'evil-pypi.org:443', false],
  [['pypi.org'], 'files.pypi.org:443', false],
  [['pypi.org'], 'pypi.org.evil.com:443', false],
  [['*.pypi.org'], 'a.b.pypi.org:443', true],
  [['*.pypi.org'], 'pypi.org:443', false],
  [['*.pypi.org'], 'evilpypi.org:443', false],
  [['*.pypi.org:8443'], 'a.pypi.org:8443', true],
  [['10.0.0.5'], '10.0.0.5:443', true],
  [['::1'], '[0:0::1]:443', true],
  [['[::1]:80'], '[::1]:80', true],
  [[], 'pypi.org:443', false],
])('%j and %s: %s', (entries, target, expected) => {
  expect(allows(entries, target)).toBe(expected);
});

test.each(['*', '*.*', '*.10.0.0.1', 'https://pypi.org', 'pypi.org/simple', 'a b', '', '*.', 'pypi.*'])(
  'the entry %j is an error that names it',
  (entry) => {
    expect(() => parseAllowList([entry])).toThrow(JSON.stringify(entry));
  },
);

test('a name that is not listed is never looked up', async () => {
  const name = fc.domain();
  await fc.assert(
    fc.asyncProperty(name, async (host) => {
      const target = { kind: 'name' as const, host, port: 443 };
      const resolve = () => Promise.reject(new Error('looked up'));
      const allowList = parseAllowList(['listed.test']);
      expect(await resolveTarget(target, { allowList, resolve })).toMatchObject({ status: 'refused' });
    }),
  );
});

test('of a name’s addresses only the public ones are used, and those that are listed', async () => {
  const found = [
    { address: '127.0.0.1', family: 4 },
    { address: '8.8.8.8', family: 4 },
    { address: '10.0.0.9', family: 4 },
  ];
  const target = { kind: 'name' as const, host: 'a.test', port: 443 };
  const ask = (entries: string[], addresses = found) =>
    resolveTarget(target, { allowList: parseAllowList(entries), resolve: async () => addresses });
  expect(await ask(['a.test'])).toEqual({ status: 'allowed', addresses: [found[1]] });
  expect(await ask(['a.test', '10.0.0.9'])).toEqual({ status: 'allowed', addresses: [found[1], found[2]] });
  expect(await ask(['a.test', '10.0.0.9:80'], [found[2]!])).toMatchObject({ status: 'refused' });
  expect(await ask(['a.test'], [])).toMatchObject({ status: 'unknown' });
});
