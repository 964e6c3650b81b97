import { readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { listSandboxes } from '@opencode-commander/sandbox';
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { DEMO_SERVICES } from './compose.ts';
import { PROJECT_LABEL } from './engine.ts';
import { HOST } from './host.ts';
import { type Deployment, openDeployment } from './open-deployment.ts';
import { PROJECT } from './prepare-installation.ts';
import { run } from './run.ts';

declare module 'vitest' {
  interface TaskMeta {
    /** Why this machine cannot run the test: npm test says it at its end. */
    skipped?: string;
  }
}

const SOON = { timeout: 120_000, interval: 1_000 };
/** What an agent does until it is told to go on. */
const HOLDING = 'until [ -e /tmp/go ]; do sleep 1; done';

let refusal: string | null = null;
let deployment: Deployment;

beforeAll(async () => {
  const start = await openDeployment(tmpdir());
  if (start.status === 'refused') refusal = start.reason;
  else deployment = start.deployment;
}, 600_000);

afterAll(() => deployment?.close(), 120_000);

beforeEach(({ skip, task }) => {
  if (refusal === null) return;
  task.meta.skipped = refusal;
  skip(refusal);
});

it('runs the demo from its beginning to its end', { timeout: 1_500_000 }, async () => {
  await comeUp();
  await vi.waitFor(async () => expect(await deployment.github.pulls()).toHaveLength(2), SOON);
  const instance = await goThroughRestarts();
  await answerWhoeverHasTheToken();
  await runSecondDispatcher();
  await leaveNothing(instance);
});

async function comeUp(): Promise<void> {
  const { ask, compose, engine } = deployment;
  await ask(compose.up);
  await vi.waitFor(async () => expect(await engine.healthy(PROJECT)).toEqual(DEMO_SERVICES), SOON);
}

/** Starts each service anew while an agent is at work, and gives what tells the sandboxes of this installation from others. */
async function goThroughRestarts(): Promise<string> {
  const { ask, engine, github, podman } = deployment;
  const number = await github.fileIssue({ title: 'Leave a note', body: `\`\`\`sh\n${HOLDING}\n\`\`\`` });
  const container = await vi.waitFor(() => containerAtWork(number), SOON);
  for (const service of ['redis', 'poller', 'mcp-gateway', 'dispatcher']) {
    expect(await containerAtWork(number), service).toBe(container);
    await ask(`restart ${service}`);
    await vi.waitFor(async () => expect(await engine.healthy(PROJECT)).toContain(service), SOON);
    await vi.waitFor(async () => expect(await containerAtWork(number), service).toBe(container), SOON);
  }
  // It was told to end, and wrote what it had.
  expect(await ask('logs redis')).toContain('Redis is now ready to exit');
  const sandbox = (await listSandboxes(podman)).find(({ id }) => id === container);
  if (!sandbox) throw new Error('the container of its agent is no sandbox');
  await run('podman', ['exec', container, 'touch', '/tmp/go'], HOST);
  await vi.waitFor(async () => expect(await github.labels(number)).toContain('agent/review'), SOON);
  const bodies = (await github.pulls()).map(({ body }) => body);
  expect(bodies.filter((body) => body.includes(`Closes #${number}`))).toHaveLength(1);
  return sandbox.instance;
}

async function answerWhoeverHasTheToken(): Promise<void> {
  const { gateway } = deployment;
  expect(await gateway.board('unknown')).toBe(401);
  expect(await gateway.board('known')).toBe(200);
  expect(await gateway.status()).toMatch(/Slots in use: \d+ of 4\./);
}

async function runSecondDispatcher(): Promise<void> {
  const { ask, compose, gateway } = deployment;
  await ask(compose.scale);
  await vi.waitFor(async () => expect(await gateway.status()).toMatch(/Slots in use: \d+ of 8\./), SOON);
}

async function leaveNothing(instance: string): Promise<void> {
  const { ask, compose, engine, installation, podman } = deployment;
  const ours = ['--quiet', '--filter', `label=${PROJECT_LABEL}=${PROJECT}`];
  const list = (...args: string[]) => run(engine.program, [...args, ...ours], engine.environment);
  await ask(compose.down);
  expect(await list('ps', '--all')).toBe('');
  expect(await list('volume', 'ls')).toBe('');
  expect((await list('network', 'ls')) === '').toBe(compose.removesNetwork);
  expect(await readdir(installation.runDirectory)).toEqual([]);
  expect(await listSandboxes(podman, { instance })).toEqual([]);
}

/** The container in which an agent does what the issue says; throws where it does not. */
async function containerAtWork(number: number): Promise<string> {
  const { gateway, github } = deployment;
  const { status, container_id: id } = await gateway.task(`${github.repo}#${number}`);
  if (status !== 'running' || id === null) throw new Error(`the task of issue ${number} is ${status}`);
  const processes = await run('podman', ['top', id, 'args'], HOST);
  if (!processes.includes(HOLDING)) throw new Error(`its agent is not at work: ${processes}`);
  return id;
}
