import { expect, it } from 'vitest';
import { signing } from './signing.ts';

const start = Date.UTC(2026, 0, 1);
const WEEK_MS = 7 * 86_400_000;

it('end after a week, and with the token', async () => {
  const value = signing('one', () => start).issue();
  const at = (token: string, days: number) => signing(token, () => start + days * 86_400_000).isValid(value);
  const found = await Promise.all([at('one', 0), at('one', 6.9), at('one', 7), at('two', 0)]);
  expect(found).toEqual([true, true, false, false]);
});

it('end before, one by one', async () => {
  const sessions = signing('one', () => start);
  const [one, other] = [sessions.issue(), sessions.issue()];
  await sessions.end(one);
  expect([await sessions.isValid(one), await sessions.isValid(other)]).toEqual([false, true]);
});

it('that nobody was given cannot be ended', async () => {
  const sessions = signing('one', () => start);
  const [end, nonce] = sessions.issue().split('.');
  const value = sessions.issue();
  await sessions.end(`${end}.${value.split('.')[1]}.${nonce}`);
  expect(await sessions.isValid(value)).toBe(true);
});

it('cannot be prolonged or made up', async () => {
  const sessions = signing('one', () => start);
  const [end, nonce, mac] = sessions.issue().split('.');
  const made = [
    `${Number(end) + 1}.${nonce}.${mac}`,
    `${end}.other.${mac}`,
    `${end}.${nonce}.`,
    '',
    '.',
    '..',
    'x',
  ];
  expect(await Promise.all(made.map((value) => sessions.isValid(value)))).toEqual(made.map(() => false));
});

it('have a token of their own for forms', () => {
  const sessions = signing('one', () => start);
  const [one, other] = [sessions.issue(), sessions.issue()];
  expect(sessions.formToken(one)).toBe(sessions.formToken(one));
  expect(sessions.formToken(one)).not.toBe(sessions.formToken(other));
  expect(signing('two', () => start).formToken(one)).not.toBe(sessions.formToken(one));
  expect(sessions.remainingMs(one)).toBe(WEEK_MS);
});
