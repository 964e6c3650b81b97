import { enqueueOnHost, freeHostQueues, processRegistry } from '@opencode-commander/queue';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { BEARER, REPO, startWorld, TOKEN, type World } from '../gateway-world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
  const client = await world.client();
  for (const priority of ['critical', 'low', 'low']) {
    const github_issue_url = `${REPO}#${world.file(`A ${priority} thing`)}`;
    await client.callTool({ name: 'commander_dispatch', arguments: { github_issue_url, priority } });
  }
});
afterAll(() => world[Symbol.asyncDispose]());

async function queue(name: string) {
  const { body } = await world.ask(`/board/api/queues?activeQueue=${name}&page=1&jobsPerPage=10`, {
    headers: BEARER,
  });
  const { queues } = JSON.parse(body);
  return queues.find((found: { name: string }) => found.name === name);
}

it('shows the queues, their jobs called after the issues', async () => {
  const tasks = await queue('tasks');
  expect(tasks.readOnlyMode).toBe(true);
  expect(tasks.counts).toMatchObject({ prioritized: 3 });
  const names = tasks.jobs.map((job: { name: string }) => job.name);
  expect(names).toContain(`${REPO}#1 A critical thing`);
  const outbox = await queue('outbox');
  expect(outbox.jobs[0].name).toMatch(/^acme\/web#\d status$/);
  expect((await queue('polls')).counts).toMatchObject({ completed: 0 });
});

it('shows the queue of a host as long as it is there', async () => {
  const name = world.queues.onHost('ant').name;
  expect(await queue(name)).toBeUndefined();
  await enqueueOnHost(world.queues, { id: '99-abcdef', priority: 'low' }, 'ant');
  expect((await queue(name)).counts).toMatchObject({ prioritized: 1 });
  await freeHostQueues(world.queues, () => true);
  expect(await queue(name)).toBeUndefined();
  await world.queues.tasks.remove('run-99-abcdef');
});

it('asks for the hosts only where queues are shown', async () => {
  const asked = vi.spyOn(world.redis, 'smembers');
  await world.ask('/board', { headers: BEARER });
  expect(asked).not.toHaveBeenCalled();
  await queue('tasks');
  expect(asked).toHaveBeenCalledOnce();
  asked.mockRestore();
});

it('shows one job by its name', async () => {
  const [job] = (await queue('tasks')).jobs;
  const { body } = await world.ask(`/board/api/queues/tasks/${job.id}`, { headers: BEARER });
  expect(JSON.parse(body).job.name).toBe(job.name);
});

it('leads from a job to the page of its task', async () => {
  const [job] = (await queue('tasks')).jobs;
  expect(job.externalUrl).toEqual({ displayText: 'Task', href: `/tasks/${job.data.taskId}` });
  expect((await world.ask(job.externalUrl.href, { headers: BEARER })).status).toBe(200);
});

it('shows no secret, wherever it stands in a job', async () => {
  const job = await world.queues.polls.add('tick', { note: `with ${TOKEN}` } as never);
  await job.log(`log ${TOKEN}`);
  await world.redis.hset(world.queues.polls.toKey(job.id ?? ''), {
    failedReason: `it said ${TOKEN}`,
    stacktrace: JSON.stringify([`at ${TOKEN}`]),
    returnvalue: JSON.stringify(TOKEN),
  });
  const paths = [`/board/api/queues/polls/${job.id}`, `/board/api/queues/polls/${job.id}/logs`];
  const [shown, logs] = await Promise.all(paths.map((path) => world.ask(path, { headers: BEARER })));
  expect(JSON.parse(shown?.body ?? '').job).toMatchObject({
    data: { note: 'with [secret]' },
    failedReason: 'it said [secret]',
    stacktrace: ['at [secret]'],
    returnValue: '[secret]',
  });
  expect(logs?.body).toBe('["log [secret]"]');
});

it.each([
  ['PUT', 'tasks/:job/clean'],
  ['PUT', 'tasks/:job/retry'],
  ['PUT', 'tasks/:job/promote'],
  ['PATCH', 'tasks/:job/priority'],
  ['POST', 'tasks/add'],
  ['PUT', 'tasks/pause'],
  ['PUT', 'tasks/empty'],
  ['PUT', 'tasks/obliterate'],
  ['PUT', 'tasks/concurrency'],
  ['PUT', 'pause'],
])('is for looking only: %s %s', async (method, route) => {
  const [job] = (await queue('tasks')).jobs;
  const path = `/board/api/queues/${route.replace(':job', job.id)}`;
  const { status, body } = await world.ask(path, { method, headers: BEARER });
  expect({ status, body }).toEqual({ status: 405, body: expect.stringContaining('mcp.board_changes') });
  expect(await world.queues.tasks.isPaused()).toBe(false);
  expect((await queue('tasks')).counts).toMatchObject({ prioritized: 3 });
});

it('measures tasks by status, the queue by priority and processes by service', async () => {
  const beat = { host: 'ant', pid: 7, version: '0.1.0', startedAt: new Date().toISOString() };
  const problems = ['github: it is away'];
  await processRegistry(world.queues).beat({ ...beat, id: 'p', service: 'poller', problems });
  const { body } = await world.ask('/metrics', { headers: BEARER });
  expect(body.split('\n')).toEqual(
    expect.arrayContaining([
      'commander_redis_up 1',
      'commander_tasks{status="queued"} 3',
      'commander_tasks{status="running"} 0',
      'commander_queue_depth{priority="critical"} 1',
      'commander_queue_depth{priority="low"} 2',
      'commander_processes{service="poller",state="unwell"} 1',
      'commander_processes{service="dispatcher",state="well"} 0',
    ]),
  );
});
