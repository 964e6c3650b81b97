import { once } from 'node:events';
import { createServer } from 'node:http';
import { readActivity } from '@opencode-commander/queue';
import { bash, fail, structured, usage, write } from '@opencode-commander/simulators';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { DispatcherService } from '../src/index.ts';
import { createRig, type Rig } from './rig.ts';

const push = bash('git add --all && git commit -qm "Work" && git push -q origin HEAD');
const described = structured({ title: 'Work', body: 'Worked.', summary: 'It is done.' });
/** A dollar for a million tokens. */
const priced = JSON.stringify({
  provider: { simulated: { models: { scripted: { cost: { input: 1, output: 1 } } } } },
});
const tokens = (input: number) => ({ input, output: 0 });

describe('a running task', () => {
  let rig: Rig;
  let dispatcher: DispatcherService;

  beforeAll(async () => {
    rig = await createRig({
      repositories: [{ owner: 'acme', name: 'web', files: { 'README.md': '# web\n' } }],
    });
    dispatcher = await rig.start();
  }, 120_000);
  afterAll(() => rig[Symbol.asyncDispose]());

  it('shows what its agent does and uses, for as long as it runs', { timeout: 180_000 }, async () => {
    const { id } = await rig.task({
      repo: 'acme/web',
      steps: [usage(tokens(700), bash('while sleep 1; do date; done'))],
    });
    const activity = () => readActivity(rig.queues, [id]).then((found) => found.get(id) ?? null);
    const seen = { timeout: 80_000, interval: 500 };
    await expect.poll(activity, seen).toMatchObject({ tool: expect.stringMatching(/^bash/) });
    const { memoryBytes = 0, memoryLimitBytes = 0, tokensPerMinute = [] } = (await activity()) ?? {};
    expect(memoryBytes).toBeGreaterThan(10e6);
    expect(memoryLimitBytes).toBeGreaterThan(memoryBytes);
    expect(tokensPerMinute).toHaveLength(30);
    await rig.cancel(id);
    await expect.poll(activity, seen).toBeNull();
  });

  it('waits without an attempt for a provider whose quota is used up, and so do others', {
    timeout: 120_000,
  }, async () => {
    const quota = fail(429, { message: 'insufficient_quota', retryAfterSeconds: 3_600 });
    const { id } = await rig.task({ repo: 'acme/web', steps: [quota] });

    const task = await rig.when(id, ({ waitsFor }) => waitsFor !== null);
    const other = await rig.task({ repo: 'acme/web', steps: [] });
    const waiting = await rig.when(other.id, ({ waitsFor }) => waitsFor !== null);

    expect(task).toMatchObject({ status: 'queued', attempts: 0, waitsFor: { provider: 'simulated' } });
    expect(waiting).toMatchObject({ status: 'queued', runs: 0, waitsFor: { provider: 'simulated' } });
    await expect.poll(() => rig.queues.tasks.getDelayedCount(), { timeout: 10_000 }).toBe(2);
    const containers = await rig.containers(dispatcher.podman);
    expect(containers.find(({ taskId }) => taskId === id)).toMatchObject({ running: false });
    expect(containers.find(({ taskId }) => taskId === other.id)).toBeUndefined();
  });
});

describe('a task whose day has cost enough', () => {
  let rig: Rig;

  beforeAll(async () => {
    const files = { 'opencode.json': priced };
    rig = await createRig({
      repositories: ['first', 'second'].map((name) => ({ owner: 'acme', name, files })),
      env: { COMMANDER_BUDGET_REPO_DAY_USD: '1', COMMANDER_BUDGET_DAY_USD: '2' },
    });
    await rig.start();
  }, 120_000);
  afterAll(() => rig[Symbol.asyncDispose]());

  // The first has used up its repository's budget, and both together that of all.
  it.each([
    ['acme/first', 1_100_000, 'repo_day', 1],
    ['acme/second', 950_000, 'day', 2],
  ] as const)(
    'asks, and goes on with more: %s',
    { timeout: 120_000 },
    async (repo, input, scope, limitUsd) => {
      const steps = [usage(tokens(input), bash('true')), bash('sleep 60'), push, described];
      const { id } = await rig.task({ repo, steps });

      const waiting = await rig.when(id, ({ status }) => status === 'waiting_human');

      expect(waiting.question).toMatchObject({ kind: 'budget', scope, limitUsd });
      rig.script(waiting, [write('a.txt', 'a\n'), push, described]);
      await rig.answer(id, { kind: 'continue', usd: 5 });
      const { sessionId } = waiting;
      expect(await rig.ended(id)).toMatchObject({ status: 'completed', runs: 2, attempts: 0, sessionId });
    },
  );
});

it('waits also when its provider says in the midst of an answer that the quota is used up', {
  timeout: 120_000,
}, async () => {
  const error = { message: 'You exceeded your current quota.', type: 'insufficient_quota', code: null };
  const provider = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.end(`data: ${JSON.stringify({ error })}\n\n`);
  }).listen(0, '127.0.0.1');
  await once(provider, 'listening');
  const { port } = z.object({ port: z.number() }).parse(provider.address());
  try {
    await using rig = await createRig({
      repositories: [{ owner: 'acme', name: 'web', files: { 'README.md': '# web\n' } }],
      env: { COMMANDER_LLM_SIMULATED_BASE_URL: `http://127.0.0.1:${port}/v1` },
    });
    await rig.start();
    const { id } = await rig.task({ repo: 'acme/web', steps: [] });

    const task = await rig.when(id, ({ waitsFor }) => waitsFor !== null);

    expect(task).toMatchObject({ status: 'queued', attempts: 0, waitsFor: { provider: 'simulated' } });
  } finally {
    provider.closeAllConnections();
    provider.close();
  }
});
