import { addSpend, createRateGate, pauseProvider } from '@opencode-commander/queue';
import { expect, test } from 'vitest';
import {
  dispatch,
  queueList,
  queueListOutputSchema,
  status,
  statusOutputSchema,
  taskViewSchema,
} from '../src/index.ts';
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
  expect(await queueList(control)).toEqual({ queue: [] });
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
    spent_today_usd: 1.5,
    waiting: [
      {
        id,
        question: {
          kind: 'permission',
          summary: 'may it bash: rm -rf /',
          answer_at: 'https://github.example/acme/web/issues/1',
          questions: [],
        },
      },
    ],
  });
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
