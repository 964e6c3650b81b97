import {
  addSpend,
  createRateGate,
  dispatcherRegistry,
  noteActivity,
  pauseProvider,
  processRegistry,
} from '@opencode-commander/queue';
import { expect, test, vi } from 'vitest';
import { dispatch, status, statusOutputSchema, taskViewSchema } from '../src/index.ts';
import { queueList, queueListOutputSchema } from '../src/queue-list.ts';
import { epochOf, startControl } from './a-control.ts';

const at = (seconds: number) => new Date(Date.UTC(2026, 0, 2) + seconds * 1000).toISOString();

/** Issue `number` dispatched; the id of its task. */
async function dispatched(control: ReturnType<typeof startControl>, number: number, priority?: 'critical') {
  const github_issue_url = control.file({ number });
  const { task } = await dispatch(control, { github_issue_url, ...(priority && { priority }) });
  return task.id;
}

test('an empty system has nothing to show', async () => {
  await using control = startControl();
  const result = await status(control);
  expect(statusOutputSchema.parse(result)).toEqual(result);
  expect(result).toMatchObject({ queue: { critical: 0, low: 0 }, running: [], waiting: [], recent: [] });
  expect(await queueList(control)).toEqual({ queue: [], total: 0 });
});

test('status shows what runs, what waits, and what ended, the latest first', async () => {
  await using control = startControl();
  const { store } = control;
  const [one = '', two = '', three = '', four = ''] = [
    await dispatched(control, 1),
    await dispatched(control, 2),
    await dispatched(control, 3, 'critical'),
    await dispatched(control, 4),
  ];
  await dispatched(control, 5);
  for (const [id, second] of [
    [two, 2],
    [one, 3],
    [four, 4],
  ] as const)
    await store.claim({ id, host: 'h', at: at(second) });
  await store.change({ id: four, epoch: await epochOf(store, four), status: 'running', at: at(5) });
  await store.change({ id: four, epoch: await epochOf(store, four), status: 'waiting_human', at: at(6) });
  await store.change({ id: three, epoch: 0, status: 'cancelled', at: at(7) });

  const result = await status(control);
  expect(result.tasks).toMatchObject({ queued: 1, dispatched: 2, waiting_human: 1, cancelled: 1 });
  expect(result.running.map(({ id }) => id)).toEqual([two, one]);
  expect(result.waiting.map(({ id }) => id)).toEqual([four]);
  expect(result.recent.map(({ id }) => id)).toEqual([three]);
  expect((await status(control, { recent: 0 })).recent).toEqual([]);
  // Nothing takes jobs here: they are all still queued.
  expect(result.queue).toEqual({ critical: 1, high: 0, medium: 4, low: 0 });
});

test('status shows limits, pauses, what was spent, and what is asked', async () => {
  await using control = startControl();
  const { queues } = control;
  const gate = createRateGate(queues);
  // By Redis's clock, which is today's.
  const resetAt = Date.now() + 3_600_000;
  gate.after({ resource: 'core', limit: 5_000, remaining: 4_000, resetAt, retryAfterMs: 60_000 });
  await gate.current();
  const { untilMs } = await pauseProvider(queues, 'anthropic', 3_600_000);
  await pauseProvider(queues, 'openai', -1);
  const id = await control.ask(1, {
    kind: 'permission',
    number: 1,
    askedAt: at(0),
    deadline: at(9),
    requestId: 'p',
    permission: 'bash',
    patterns: ['rm -rf \u202e/'],
  });
  const used = { 'a/one': { inputTokens: 1, outputTokens: 1, costUsd: 1.5 } };
  await addSpend(queues, { taskId: id, epoch: 1, repoId: 7, repo: 'acme/web', day: '2026-01-01', used });
  const result = await status(control);
  expect(statusOutputSchema.parse(result)).toEqual(result);
  expect(result).toMatchObject({
    rate_limits: {
      paused_until: expect.stringMatching(/Z$/),
      limits: [
        { resource: 'core', limit: 5_000, remaining: 4_000, reset_at: new Date(resetAt).toISOString() },
      ],
    },
    paused_providers: [{ provider: 'anthropic', until: new Date(untilMs).toISOString() }],
    budget: { task_usd: 5, repo_day_usd: null, day_usd: 20, spent_today_usd: 1.5 },
    waiting: [
      {
        id,
        question: {
          kind: 'permission',
          summary: 'may it use bash: rm -rf /',
          answer_at: 'https://github.example/acme/web/issues/1',
          questions: [],
        },
      },
    ],
  });
});

test('status shows what each agent does and uses, and what all hosts have room for', async () => {
  await using control = startControl();
  const { queues } = control;
  const [one, two] = [await control.run(1), await control.run(2)];
  const activity = { tool: 'bash: npm test', cpuPercent: 99.96, memoryBytes: 1e8, memoryLimitBytes: 4e9 };
  await noteActivity(queues, new Map([[two, { ...activity, tokensPerMinute: [0, 7] }]]));
  const beat = { machine: 'm', pid: 7, startedAt: at(0), slots: 4, refuses: null };
  await dispatcherRegistry(queues).beat({ ...beat, id: 'a', host: 'ant', running: [one, two] });
  await dispatcherRegistry(queues).beat({ ...beat, id: 'b', host: 'bee', running: [] });
  const result = await status(control);
  expect(statusOutputSchema.parse(result)).toEqual(result);
  expect(result.slots).toEqual({ used: 2, total: 8 });
  const activityOf = (id: string) => result.running.find((task) => task.id === id)?.activity;
  expect(activityOf(one)).toBeNull();
  expect(activityOf(two)).toEqual({
    ...{ tool: 'bash: npm test', cpu_percent: 100, memory_bytes: 1e8, memory_limit_bytes: 4e9 },
    tokens_per_minute: [0, 7],
  });
});

test('status shows every process, and what keeps it from its work', async () => {
  await using control = startControl();
  const registry = processRegistry(control.queues);
  const beat = { pid: 7, host: 'ant', version: '0.1.0', startedAt: at(0), problems: [] };
  const problems = ['github: it is away'];
  await registry.beat({ ...beat, id: 'g', service: 'mcp-gateway' });
  await registry.beat({ ...beat, id: 'old', service: 'poller' });
  await registry.beat({ ...beat, id: 'gone', service: 'dispatcher', host: 'bee' });
  const [seenLast, seenOnce] = [-40_000, -50_000];
  await control.redis.zincrby(`{${control.prefix}}:processes:seen`, seenLast, 'old');
  await control.redis.zincrby(`{${control.prefix}}:processes:seen`, seenOnce, 'gone');
  await registry.beat({ ...beat, id: 'p', service: 'poller', pid: 8, problems });
  const { processes } = await status(control);
  expect(processes).toMatchObject([
    { service: 'poller', host: 'ant', pid: 8, version: '0.1.0', started_at: at(0), alive: true, problems },
    { service: 'dispatcher', host: 'bee', alive: false },
    { service: 'mcp-gateway', host: 'ant', pid: 7, alive: true, problems: [] },
  ]);
});

test('status shows the tasks that ended last, however many have ended before', async () => {
  await using control = startControl();
  const ids: string[] = [];
  for (const number of [1, 2, 3, 4]) ids.push(await dispatched(control, number));
  const [one = '', two = '', three = ''] = ids;
  for (const [second, id] of [three, one, two].entries()) {
    const before = Date.now();
    await control.store.change({ id, epoch: 0, status: 'cancelled', at: at(second) });
    // What ends in the same millisecond has no order.
    await vi.waitUntil(() => Date.now() > before, { interval: 1 });
  }
  const { recent } = await status(control, { recent: 2 });
  expect(recent.map(({ id }) => id)).toEqual([two, one]);
});

test('the queue is in the order in which it will run', async () => {
  await using control = startControl();
  const ids = [
    await dispatched(control, 1),
    await dispatched(control, 2),
    await dispatched(control, 3, 'critical'),
  ];
  const { queue } = queueListOutputSchema.parse(await queueList(control));
  expect(queue.map(({ position, task }) => [position, task.id])).toEqual([
    [1, ids[2]],
    [2, ids[0]],
    [3, ids[1]],
  ]);
  expect((await queueList(control, { limit: 1 })).queue).toHaveLength(1);
});

test('a view is snake_case and leaves the text out', () => {
  const names = Object.keys(taskViewSchema.shape);
  expect(names.every((name) => /^[a-z]+(_[a-z]+)*$/.test(name))).toBe(true);
  expect(names).not.toContain('body');
});
