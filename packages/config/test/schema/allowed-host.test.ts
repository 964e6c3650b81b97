import { parseAllowList } from '@opencode-commander/broker';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isAllowedHost } from '../../src/schema/allowed-host.ts';

test.each([
  'example.com',
  'Example.COM.',
  '*.example.com',
  'example.com:80',
  '*.example.com:8443',
  '10.0.0.5',
  '10.0.0.5:5432',
  '::1',
  '[::1]',
  '[::1]:80',
  'my_host',
])('%s is a host', (text) => expect(isAllowedHost(text)).toBe(true));

test.each([
  '',
  '*',
  '*.',
  '*.10.0.0.5',
  '*.*.example.com',
  'https://example.com',
  'example.com/path',
  'example.com:0',
  'example.com:65536',
  '127.1',
  '0x7f.1',
  '[example.com]',
  'fe80::1%eth0',
  '-a.example',
])('%j is none', (text) => expect(isAllowedHost(text)).toBe(false));

test('the broker takes exactly these', () => {
  const part = fc.constantFrom(
    '*.',
    'a',
    'b-c',
    '_',
    '-',
    '.',
    ':',
    '[',
    ']',
    '::1',
    '10.0.0.5',
    '0x1',
    '443',
    '70000',
    '%',
  );
  const written = fc.oneof(
    fc.array(part, { maxLength: 6 }).map((parts) => parts.join('')),
    fc.string(),
    fc.ipV6(),
    fc.domain(),
  );
  fc.assert(
    fc.property(written, (text) => isAllowedHost(text) === isTakenByBroker(text)),
    { numRuns: 5_000 },
  );
});

function isTakenByBroker(text: string): boolean {
  try {
    parseAllowList([text]);
    return true;
  } catch {
    return false;
  }
}
