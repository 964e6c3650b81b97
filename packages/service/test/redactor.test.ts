import { expect, test } from 'vitest';
import { createRedactor } from '../src/index.ts';

const SECRET = 'ghp_A"b\\c\n/+?é0123456789';

test('a value is replaced as it is, JSON-escaped up to three times, and percent-encoded', () => {
  const { redact } = createRedactor([SECRET]);
  const once = JSON.stringify({ a: SECRET });
  const twice = JSON.stringify({ body: once });
  const thrice = JSON.stringify({ body: twice });
  expect(redact(`x ${SECRET} y`)).toBe('x [secret] y');
  expect(redact(once)).toBe('{"a":"[secret]"}');
  for (const text of [twice, thrice, encodeURIComponent(SECRET)]) {
    expect(redact(text)).toContain('[secret]');
    expect(redact(text)).not.toContain('0123456789');
  }
});

test.each(['', 'u', 'x-access-token', 'ab', 'abc'])('its base64 is replaced behind %j', (user) => {
  const { redact } = createRedactor([SECRET]);
  for (const tail of ['', '\n', '&more=1', '"}']) {
    for (const encoding of ['base64', 'base64url'] as const) {
      const header = Buffer.from(`${user}:${SECRET}${tail}`).toString(encoding);
      expect(redact(`Basic ${header}`)).toContain('[secret]');
      const rest = redact(header).split('[secret]');
      expect(rest.join('').length).toBeLessThan(header.length - Math.floor(SECRET.length));
    }
  }
});

test('one line of a private key is replaced too, its first and last are not', () => {
  const line = 'MIIEpAIBAAKCAQEA1c7+9z5Pad7OejecsQ0buiu3d8fW2tQ7';
  const { redact } = createRedactor([
    `-----BEGIN RSA PRIVATE KEY-----\n${line}\n-----END RSA PRIVATE KEY-----\n`,
  ]);
  expect(redact(`error in ${line}`)).toBe('error in [secret]');
  expect(redact('-----BEGIN RSA PRIVATE KEY-----')).toBe('-----BEGIN RSA PRIVATE KEY-----');
});

test('a secret that contains another leaves nothing of itself behind', () => {
  const { redact } = createRedactor(['token-1', 'token-12345']);
  expect(redact('a token-12345 b token-1 c')).toBe('a [secret] b [secret] c');
});

test('a value added later is replaced from then on; what is too short to be a secret is not', () => {
  const { redact, add } = createRedactor(['', 'x']);
  expect(redact('x late-secret')).toBe('x late-secret');
  add('late-secret');
  expect(redact('x late-secret')).toBe('x [secret]');
});
