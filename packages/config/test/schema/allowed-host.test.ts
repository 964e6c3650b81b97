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
