import { expect, test } from 'vitest';
import { parseSessionName } from '../../src/watch/find-sessions.ts';

test.each([
  ['12-a1b2c3.json', '12-a1b2c3'],
  ['12-a1b2c3.json.0123abcd', '12-a1b2c3'],
  ['12-a1b2c3.json.txt', null],
  ['notes.json', null],
])('a file %s holds the session of %s', (name, owner) => {
  expect(parseSessionName(name)?.taskId ?? null).toBe(owner);
});
