import { bash, type Conversation, say, structured } from '@opencode-commander/simulators';
import type { Task } from '@opencode-commander/task';
import { expect, inject, it } from 'vitest';
import { openCuttableRedis } from './cuttable-redis.ts';
import { atWork, release, told, touch } from './held-task.ts';
import { createRig, type Rig } from './rig.ts';

const repositories = [{ owner: 'acme', name: 'web', files: { 'README.md': '# web\n' } }];
const push = bash('git add --all && git commit -qm "Work" && git push -q origin HEAD && echo pushed');
const described = structured({ title: 'Work', body: 'Worked.', summary: 'It is done.' });
/** Ended by `release`. */
const held = bash('until [ -e /tmp/go ]; do sleep 0.2; done; echo released');

/** Whether the log has what a tool of the agent's printed, once. */
async function hasPrinted(rig: Rig, { id }: Task, text: string): Promise<boolean> {
  const events = (await rig.store.readEvents(id)).map(({ event }) => event);
  const ended = events.filter((event) => event.type === 'tool' && event.state === 'completed');
  return ended.filter((event) => event.type === 'tool' && event.output.includes(text)).length === 1;
}

it('an outage of Redis that ends before the lease does costs a run nothing, and one that lasts longer leaves the agent at work and costs no attempt', {
  timeout: 300_000,
}, async () => {
  await using redis = await openCuttableRedis(inject('redisSocket'));
  await using rig = await createRig({ repositories, env: { COMMANDER_REDIS_URL: redis.url } });
  rig.spawn();
  const quick = bash('sleep 3; echo a > quick.txt');
  const slow = bash('until [ -e /tmp/end ]; do sleep 0.2; done; echo a > slow.txt');
  const steps = [held, quick, push, slow, push, say('Done.'), described];
  const task = await rig.task({ repo: 'acme/web', steps });
  const before = await atWork(rig, task);
  const { containerId, sessionId, epoch } = before;

  redis.cut();
  await release(rig, before);
  const toolsDone = ({ messages }: Conversation) => messages.filter(({ role }) => role === 'tool').length;
  await rig.model.untilRequest(({ conversation }) => toolsDone(conversation) === 3);
  redis.heal();
  await expect.poll(() => hasPrinted(rig, task, 'pushed'), { timeout: 30_000 }).toBe(true);
  expect(await hasPrinted(rig, task, 'released')).toBe(true);
  expect(await rig.store.get(task.id)).toMatchObject({ status: 'running', runs: 1, epoch });

  redis.cut();
  const locks = () => rig.queues.redis.keys(`*${rig.config.redis.prefix}*:lock`);
  await expect.poll(locks, { timeout: 60_000 }).toEqual([]);
  redis.heal();
  const taken = await rig.when(task.id, ({ runs, status }) => runs === 2 && status === 'running');
  await touch(rig, taken, '/tmp/end');
  const ended = await rig.ended(task.id);
  expect(ended).toMatchObject({ status: 'completed', runs: 2, attempts: 0, crashes: 0 });
  expect(ended).toMatchObject({ containerId, sessionId });
  expect(told(rig, before)).toEqual({ prompts: 1, turns: 2 });
  expect(await rig.files('acme/web', task.branch)).toEqual(expect.arrayContaining(['quick.txt', 'slow.txt']));
});
