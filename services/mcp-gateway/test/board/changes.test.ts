import { enqueueWrite } from '@opencode-commander/queue';
import type { Queue } from 'bullmq';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BEARER, REPO, startWorld, type World } from '../gateway-world.ts';
import { browse } from '../login/browse.ts';
import { stage } from '../pages/stage.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld({ boardChanges: true });
});
afterAll(() => world[Symbol.asyncDispose]());

async function press(route: string, { method = 'PUT', body = {} }: { method?: string; body?: object } = {}) {
  const headers = { ...BEARER, 'content-type': 'application/json' };
  const path = `/board/api/queues/${route}`;
  const answer = await world.ask(path, { method, headers, body: JSON.stringify(body) });
  return { status: answer.status, message: answer.body ? JSON.parse(answer.body).message : undefined };
}

const taskOf = (id: string) => world.store.get(id);

describe('where the board may change things', () => {
  it('removing a run cancels its task', async () => {
    const id = await stage(world).queued('Remove');
    expect(await press(`tasks/run-${id}/clean`)).toMatchObject({ status: 204 });
    expect((await taskOf(id))?.status).toBe('cancelled');
    expect(await world.queues.tasks.getJob(`run-${id}`)).toBeUndefined();
    const log = await world.store.readEvents(id);
    expect(log.map(({ event }) => 'message' in event && event.message)).toContain(
      'removed on the board, by board',
    );
  });

  it('a priority is that of the task', async () => {
    const id = await stage(world).queued('Prioritize');
    const change = (priority: number) =>
      press(`tasks/run-${id}/priority`, { method: 'PATCH', body: { priority } });
    expect((await change(1)).status).toBe(200);
    expect((await taskOf(id))?.priority).toBe('critical');
    expect((await world.queues.tasks.getJob(`run-${id}`))?.priority).toBe(1);
    expect(await change(99)).toEqual({ status: 409, message: expect.stringContaining('1 critical, 2 high') });
  });

  it('a run that waits for its next try has its turn', async () => {
    const id = await stage(world).queued('Promote');
    const job = await world.queues.tasks.getJob(`run-${id}`);
    await job?.remove();
    await world.queues.tasks.add(
      'run',
      { taskId: id },
      { jobId: `run-${id}`, delay: 3_600_000, priority: 3 },
    );
    expect((await press(`tasks/run-${id}/promote`)).status).toBe(204);
    expect(await world.queues.tasks.getJobState(`run-${id}`)).toBe('prioritized');
  });

  it('a run that failed is tried again with its task', async () => {
    const on = stage(world);
    const id = await on.running('Retry');
    await on.change(id, { status: 'failed', patch: { failure: { kind: 'agent', message: 'no' } } });
    const job = await world.queues.tasks.add('run', { taskId: id }, { jobId: `run-${id}` });
    await end(world.queues.tasks, job.id ?? '', 'failed');
    expect((await press(`tasks/run-${id}/retry`)).status).toBe(204);
    expect((await taskOf(id))?.status).toBe('queued');
    expect(await world.queues.tasks.getJobState(`run-${id}`)).toBe('prioritized');
  });

  it('a run that has ended well is history', async () => {
    const id = await stage(world).running('History');
    const job = await world.queues.tasks.add('run', { taskId: id }, { jobId: `run-${id}` });
    await end(world.queues.tasks, job.id ?? '', 'completed');
    for (const name of ['retry', 'clean']) {
      const { status, message } = await press(`tasks/run-${id}/${name}`);
      expect({ status, message }).toEqual({
        status: 409,
        message: expect.stringMatching(/neither failed|is history/),
      });
    }
    expect((await taskOf(id))?.status).toBe('running');
  });

  it('a write that was given up is replayed, and no other touched', async () => {
    const write = {
      kind: 'comment',
      at: { repo: REPO, number: 1 },
      taskId: '1-abcdef',
      epoch: 1,
      operation: 'result',
      body: 'Hi',
    };
    await enqueueWrite(world.queues, write as never);
    const [job] = await world.queues.outbox.getJobs(['waiting', 'prioritized']);
    const id = job?.id ?? '';
    for (const name of ['promote', 'clean']) {
      const { status, message } = await press(`outbox/${id}/${name}`);
      expect({ status, message }).toEqual({
        status: 409,
        message: expect.stringContaining('in their order'),
      });
    }
    await end(world.queues.outbox, id, 'failed');
    expect((await press(`outbox/${id}/retry`)).status).toBe(204);
    expect(await world.queues.outbox.getJobState(id)).toMatch(/waiting|prioritized/);
  });

  it.each([
    ['PUT', 'tasks/pause'],
    ['PUT', 'pause'],
    ['POST', 'tasks/add'],
    ['PUT', 'tasks/empty'],
    ['PUT', 'tasks/retry/failed'],
    ['PUT', 'tasks/promote'],
    ['PUT', 'tasks/clean/failed'],
    ['PUT', 'tasks/obliterate'],
    ['PUT', 'tasks/concurrency'],
    ['PATCH', 'tasks/run-1-abcdef/update-data'],
    ['PATCH', 'tasks/run-1-abcdef/delay'],
  ])('%s %s has no meaning for tasks', async (method, route) => {
    expect(await press(route, { method })).toEqual({
      status: 403,
      message: expect.stringContaining('one job at a time'),
    });
    expect(await world.queues.tasks.isPaused()).toBe(false);
  });

  it('the looks of the poller are only looked at', async () => {
    const job = await world.queues.polls.add('tick', {});
    expect((await press(`polls/${job.id}/clean`)).status).toBe(405);
  });
});

it('takes nothing from a browser that does not say where it comes from', async () => {
  const id = await stage(world).queued('Guarded');
  const browser = await browse(world);
  const path = `/board/api/queues/tasks/run-${id}/clean`;
  expect((await browser.get(path, { method: 'PUT' })).status).toBe(403);
  expect(
    (await browser.get(path, { method: 'PUT', headers: { origin: 'https://evil.example' } })).status,
  ).toBe(403);
  expect((await taskOf(id))?.status).toBe('queued');
  expect((await browser.get(path, { method: 'PUT', headers: { origin: world.gateway.url } })).status).toBe(
    204,
  );
  expect((await taskOf(id))?.status).toBe('cancelled');
});

/** A job that a worker has ended, as BullMQ keeps it. */
async function end(queue: Queue, id: string, state: 'failed' | 'completed'): Promise<void> {
  const { redis: client } = world.queues;
  for (const list of ['wait', 'prioritized', 'marker']) await client.del(queue.toKey(list));
  await client.hset(queue.toKey(id), {
    finishedOn: Date.now(),
    failedReason: state === 'failed' ? 'no' : '',
  });
  await client.zadd(queue.toKey(state), Date.now(), id);
}
