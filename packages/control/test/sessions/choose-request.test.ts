import { expect, test } from 'vitest';
import { chooseRequest } from '../../src/sessions/choose-request.ts';

const [a, b] = [{ requestId: 'per_a' }, { requestId: 'per_b' }] as const;
const what = 'permission' as const;

test('the only one is meant, or the one that is named', () => {
  expect(chooseRequest([a], { id: undefined, what })).toBe(a);
  expect(chooseRequest([a, b], { id: 'per_b', what })).toBe(b);
});

test.each([
  [[], undefined, 'No permission waits for an answer in this session'],
  [[], 'per_a', 'No permission waits for an answer in this session'],
  [[a, b], undefined, 'Name the permission that is meant: per_a, per_b wait in this session'],
  [[a], 'per_b', 'Name the permission that is meant: per_a wait in this session'],
])('of %j by %j none can be told', (waiting, id, message) => {
  expect(() => chooseRequest(waiting, { id, what })).toThrow(message);
});
