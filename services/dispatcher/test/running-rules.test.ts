import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { addSpend, dayOf, readActivity } from '@opencode-commander/queue';
import { bash, fail, structured, usage, write } from '@opencode-commander/simulators';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import type { DispatcherService } from '../src/index.ts';
import { atWork, release } from './held-task.ts';
import { createRig, type Rig } from './rig.ts';

const push = bash('git add --all && git commit -qm "Work" && git push -q origin HEAD');
const described = structured({ title: 'Work', body: 'Worked.', summary: 'It is done.' });
/** A dollar for a million tokens. */
const priced = JSON.stringify({
  provider: { simulated: { models: { scripted: { cost: { input: 1, output: 1 } } } } },
});
const tokens = (input: number) => ({ input, output: 0 });

let rig: Rig;
let dispatcher: DispatcherService;
let exhausted: Server;

beforeAll(async () => {
  exhausted = await startExhausted();
  const { port } = z.object({ port: z.number() }).parse(exhausted.address());
  rig = await createRig({
    repositories: [{ owner: 'acme', name: 'web', files: { 'README.md': '# web\n' } }],
    env: {
      COMMANDER_LLM_EXHAUSTED_BASE_URL: `http://127.0.0.1:${port}/v1`,
      COMMANDER_LLM_EXHAUSTED_API_KEY: 'sk-exhausted-0123456789',
      COMMANDER_LLM_EXHAUSTED_MODELS: 'one',
    },
  });
  dispatcher = await rig.start();
}, 120_000);
afterAll(async () => {
  await rig[Symbol.asyncDispose]();
  exhausted.closeAllConnections();
  exhausted.close();
});

/** A provider that says in the midst of an answer that the quota is used up. */
async function startExhausted(): Promise<Server> {
  const error = { message: 'You exceeded your current quota.', type: 'insufficient_quota', code: null };
  const server = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.end(`data: ${JSON.stringify({ error })}\n\n`);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

it('a task asks when the day of its repository has cost enough, and again when that of all has, and goes on with more', {
  timeout: 120_000,
}, async () => {
  await using rig = await createRig({
    repositories: [{ owner: 'acme', name: 'web', files: { 'opencode.json': priced } }],
    env: { COMMANDER_BUDGET_REPO_DAY_USD: '1', COMMANDER_BUDGET_DAY_USD: '2' },
  });
  await rig.start();
  const spending = (input: number) => [usage(tokens(input), bash('true')), bash('sleep 60')];
  const { id } = await rig.task({ repo: 'acme/web', steps: spending(1_100_000) });
  const first = await rig.when(id, ({ status }) => status === 'waiting_human');
  expect(first.question).toMatchObject({ kind: 'budget', scope: 'repo_day', limitUsd: 1 });

  const elsewhere = { taskId: '1-abcdef', epoch: 1, repoId: 4711, repo: 'acme/other' } as const;
  const used = { 'simulated/scripted': { inputTokens: 1, outputTokens: 1, costUsd: 5.5 } };
  await addSpend(rig.queues, { ...elsewhere, day: dayOf(new Date()), used });
  rig.script(first, spending(450_000));
  await rig.answer(id, { kind: 'continue', usd: 5 });
  const second = await rig.when(id, ({ status, questions }) => status === 'waiting_human' && questions === 2);
  expect(second.question).toMatchObject({ kind: 'budget', scope: 'day', limitUsd: 7 });

  rig.script(second, [write('a.txt', 'a\n'), push, described]);
  await rig.answer(id, { kind: 'continue', usd: 5 });
  const { sessionId } = first;
  expect(await rig.ended(id)).toMatchObject({ status: 'completed', runs: 3, attempts: 0, sessionId });
});

it('waits also when its provider says in the midst of an answer that the quota is used up', {
  timeout: 120_000,
}, async () => {
  const { id } = await rig.task({ repo: 'acme/web', model: 'exhausted/one', steps: [] });
  const task = await rig.when(id, ({ waitsFor }) => waitsFor !== null);
  expect(task).toMatchObject({ status: 'queued', attempts: 0, waitsFor: { provider: 'exhausted' } });
});

it('shows what its agent does and uses until it waits, without an attempt, for a provider whose quota is used up, and so do others', {
  timeout: 180_000,
}, async () => {
  const quota = fail(429, { message: 'insufficient_quota', retryAfterSeconds: 3_600 });
  const held = bash('until [ -e /tmp/go ]; do sleep 0.2; date; done');
  const begun = await rig.task({ repo: 'acme/web', steps: [usage(tokens(700), held), quota] });
  const { id } = begun;
  const activity = () => readActivity(rig.queues, [id]).then((found) => found.get(id) ?? null);
  const seen = { timeout: 80_000, interval: 500 };
  await expect.poll(activity, seen).toMatchObject({ tool: expect.stringMatching(/^bash/) });
  const { memoryBytes = 0, memoryLimitBytes = 0, tokensPerMinute = [] } = (await activity()) ?? {};
  expect(memoryBytes).toBeGreaterThan(10e6);
  expect(memoryLimitBytes).toBeGreaterThan(memoryBytes);
  expect(tokensPerMinute).toHaveLength(30);
  await release(rig, await atWork(rig, begun));

  const task = await rig.when(id, ({ waitsFor }) => waitsFor !== null);
  const other = await rig.task({ repo: 'acme/web', steps: [] });
  const waiting = await rig.when(other.id, ({ waitsFor }) => waitsFor !== null);

  expect(task).toMatchObject({ status: 'queued', attempts: 0, waitsFor: { provider: 'simulated' } });
  expect(waiting).toMatchObject({ status: 'queued', runs: 0, waitsFor: { provider: 'simulated' } });
  await expect.poll(() => rig.queues.tasks.getDelayedCount(), { timeout: 10_000 }).toBe(3);
  const containers = await rig.containers(dispatcher.podman);
  expect(containers.find(({ taskId }) => taskId === id)).toMatchObject({ running: false });
  expect(containers.find(({ taskId }) => taskId === other.id)).toBeUndefined();
  await expect.poll(activity, seen).toBeNull();
});
