import { expect, test } from 'vitest';
import { noteActivity, readActivity } from '../../src/installation/task-activity.ts';
import { startPrefix } from '../a-prefix.ts';
import { aTask } from '../a-task.ts';

const activity = {
  tool: 'bash: npm test',
  cpuPercent: 150.5,
  memoryBytes: 2 ** 20,
  memoryLimitBytes: 2 ** 32,
  tokensPerMinute: [0, 12],
};
const [one, two] = [aTask(1).id, aTask(2).id];

test('what an agent does is known for a moment', async () => {
  await using own = startPrefix();
  await noteActivity(own, new Map([[one, { ...activity, tool: null }]]));
  await noteActivity(own, new Map([[one, activity]]));
  expect(await readActivity(own, [one, two])).toEqual(new Map([[one, activity]]));
  expect(await readActivity(own, [])).toEqual(new Map());
  const [key = ''] = await own.redis.keys(`{${own.prefix}}:*`);
  const left = await own.redis.pttl(key);
  expect(left).toBeGreaterThan(10_000);
  expect(left).toBeLessThanOrEqual(20_000);
});

test('what cannot be read is not known', async () => {
  await using own = startPrefix();
  await own.redis.set(`{${own.prefix}}:activity:${one}`, '{"tool":7}');
  expect(await readActivity(own, [one])).toEqual(new Map());
});
