import { fileURLToPath } from 'node:url';
import { bash, say, structured } from '@opencode-commander/simulators';
import type { Task } from '@opencode-commander/task';
import { expect, inject, it } from 'vitest';
import { openCuttableRedis } from './cuttable-redis.ts';
import { atWork, release, told, touch } from './held-task.ts';
import { createRig, type Rig } from './rig.ts';

const HURRIED = fileURLToPath(new URL('hurried-dispatcher.ts', import.meta.url));
const repositories = [{ owner: 'acme', name: 'web', files: { 'README.md': '# web\n' } }];
const push = bash('git add --all && git commit -qm "Work" && git push -q origin HEAD');
const described = structured({ title: 'Work', body: 'Worked.', summary: 'It is done.' });
/** Ended by `release`. */
const held = bash('until [ -e /tmp/go ]; do sleep 0.2; done; echo released');

/** Whether the log has what a tool of the agent's printed, once. */
async function hasPrinted(rig: Rig, { id }: Task, text: string): Promise<boolean> {
  const events = (await rig.store.readEvents(id)).map(({ event }) => event);
  const ended = events.filter((event) => event.type === 'tool' && event.state === 'completed');
  return ended.filter((event) => event.type === 'tool' && event.output.includes(text)).length === 1;
}

it('an outage of Redis that ends before the lease does costs a run nothing', {
  timeout: 300_000,
}, async () => {
  await using redis = await openCuttableRedis(inject('redisSocket'));
  await using rig = await createRig({ repositories, env: { COMMANDER_REDIS_URL: redis.url } });
  rig.spawn();
  const steps = [held, bash('sleep 3; echo a > slow.txt'), push, say('Done.'), described];
  const task = await rig.task({ repo: 'acme/web', steps });
  const before = await atWork(rig, task);

  redis.cut();
  await release(rig, before);
  await rig.model.untilRequest(({ step }) => step === 'say');
  redis.heal();

  const ended = await rig.ended(task.id);
  const { containerId, sessionId, epoch } = before;
  expect(ended).toMatchObject({ status: 'completed', runs: 1, attempts: 0, crashes: 0 });
  expect(ended).toMatchObject({ containerId, sessionId, epoch });
  expect(told(rig, before)).toEqual({ prompts: 1, turns: 2 });
  expect(await rig.files('acme/web', task.branch)).toContain('slow.txt');
  expect(await hasPrinted(rig, task, 'released')).toBe(true);
});

it('an outage that lasts longer leaves the agent at work, and costs no attempt', {
  timeout: 300_000,
}, async () => {
  await using redis = await openCuttableRedis(inject('redisSocket'));
  await using rig = await createRig({ repositories, env: { COMMANDER_REDIS_URL: redis.url } });
  rig.spawn(HURRIED);
  const slow = bash('until [ -e /tmp/end ]; do sleep 0.2; done; echo a > slow.txt');
  const task = await rig.task({ repo: 'acme/web', steps: [held, slow, push, say('Done.'), described] });
  const before = await atWork(rig, task);

  redis.cut();
  await release(rig, before);
  const locks = () => rig.queues.redis.keys(`*${rig.config.redis.prefix}*:lock`);
  await expect.poll(locks, { timeout: 30_000 }).toEqual([]);
  redis.heal();

  const taken = await rig.when(task.id, ({ runs, status }) => runs === 2 && status === 'running');
  await touch(rig, taken, '/tmp/end');
  const ended = await rig.ended(task.id);
  const { containerId, sessionId } = before;
  expect(ended).toMatchObject({ status: 'completed', runs: 2, attempts: 0, crashes: 0 });
  expect(ended).toMatchObject({ containerId, sessionId });
  expect(told(rig, before)).toEqual({ prompts: 1, turns: 2 });
  expect(await rig.files('acme/web', task.branch)).toContain('slow.txt');
});
