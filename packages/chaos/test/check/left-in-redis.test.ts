import { expect, it } from 'vitest';
import { leftInRedis } from '../../src/check/left-in-redis.ts';

const found = (keys: string[], lanes: Record<string, string[]> = {}) =>
  leftInRedis({ keys, lanes: Object.entries(lanes).map(([key, jobs]) => ({ key, jobs })) });

it.each([
  '{chaos}:tasks:7:lock',
  '{chaos}:outbox:active',
  '{chaos}:tasks-a:stalled',
  '{chaos}:preemption:1-a1b2c3',
])('finds %s', (key) => {
  expect(found(['{chaos}:index:all', key])).toEqual([`in Redis: ${key}`]);
});

it('leaves what belongs there, and a tick that the next poller takes', () => {
  expect(found(['{chaos}:task:1-a1b2c3', '{chaos}:outbox:completed', '{chaos}:polls:active'])).toEqual([]);
});

it('finds a lane that nothing waits in any more', () => {
  const key = '{chaos}:lane:acme/r0#1';
  expect(found([key], { [key]: ['completed', 'unknown'] })).toEqual([`in Redis: ${key}`]);
  expect(found([key], { [key]: ['failed'] })).toHaveLength(1);
  expect(found([key], { [key]: ['completed', 'delayed'] })).toEqual([]);
});
