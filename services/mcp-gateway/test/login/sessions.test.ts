import { expect, it } from 'vitest';
import { createSessions } from '../../src/login/sessions.ts';

const start = Date.UTC(2026, 0, 1);

it('end after a week, and with the token', () => {
  const value = createSessions('one', () => start).issue();
  const at = (token: string, days: number) =>
    createSessions(token, () => start + days * 86_400_000).isValid(value);
  expect([at('one', 0), at('one', 6.9), at('one', 7), at('two', 0)]).toEqual([true, true, false, false]);
});

it('cannot be prolonged or made up', () => {
  const sessions = createSessions('one', () => start);
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
  expect(made.filter((value) => sessions.isValid(value))).toEqual([]);
});

it('have a token of their own for forms', () => {
  const sessions = createSessions('one', () => start);
  const [one, other] = [sessions.issue(), sessions.issue()];
  expect(sessions.formToken(one)).toBe(sessions.formToken(one));
  expect(sessions.formToken(one)).not.toBe(sessions.formToken(other));
  expect(createSessions('two', () => start).formToken(one)).not.toBe(sessions.formToken(one));
  expect(sessions.remainingMs(one)).toBe(7 * 86_400_000);
});
