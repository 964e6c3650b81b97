import { chown, readdir, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import {
  connectPodman,
  ensureAgentImage,
  listSandboxes,
  type Podman,
  startPodmanService,
} from '@opencode-commander/sandbox';
import { freePort } from '@opencode-commander/simulators';
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { buildImages } from './build-images.ts';
import { type DemoGitHub, demoGitHub } from './demo-github.ts';
import { DOCKER } from './docker.ts';
import { type Gateway, gatewayAt } from './gateway.ts';
import { type Installation, prepareInstallation, SERVICE_USER } from './prepare-installation.ts';
import { run } from './run.ts';
import { type DockerDaemon, startDocker } from './start-docker.ts';

declare module 'vitest' {
  interface TaskMeta {
    /** Why this machine cannot run the test: npm test says it at its end. */
    skipped?: string;
  }
}

const SOON = { timeout: 120_000, interval: 1_000 };
/** As the README has them; PREPARE is what installation.ts does. */
const PREPARE = 'sh images/service/prepare.sh images/service/demo > .env';
const COMMANDS = {
  up: '--profile demo up --detach',
  scale: '--profile scale up --detach',
  down: '--profile demo --profile scale down --volumes',
};
/** What an agent does until it is told to go on. */
const HOLDING = 'until [ -e /tmp/go ]; do sleep 1; done';

let refusal: string | null = null;
let docker: DockerDaemon;
let podman: Podman;
let installation: Installation;
let github: DemoGitHub;
let gateway: Gateway;
const release: (() => Promise<unknown>)[] = [];

beforeAll(async () => {
  const started = await startDocker(join(tmpdir(), 'dk'));
  if (started.status === 'refused') {
    refusal = started.reason;
    return;
  }
  docker = started.docker;
  release.push(docker.stop);
  const service = await startPodmanService({ runDir: tmpdir(), runtime: null, environment: process.env });
  podman = connectPodman(service.socket);
  release.push(service.stop, podman.close);
  const imageDir = resolve(import.meta.dirname, '../../images/agent');
  const [{ tag }] = await Promise.all([
    ensureAgentImage({ podman, imageDir, onProgress: () => undefined }),
    buildImages(docker.environment),
  ]);
  await chown(podman.socket, SERVICE_USER, SERVICE_USER);
  installation = await prepareInstallation(docker.environment, {
    podmanSocket: podman.socket,
    agentImage: tag,
    port: await freePort(),
    githubPort: await freePort(),
  });
  release.push(installation.remove);
  github = demoGitHub(installation.githubUrl);
  gateway = gatewayAt(installation.url);
}, 600_000);

afterAll(async () => {
  for (const end of release.splice(0).reverse()) await end();
}, 120_000);

beforeEach(({ skip, task }) => {
  if (refusal === null) return;
  task.meta.skipped = refusal;
  skip(refusal);
});

it('runs the demo from its beginning to its end', { timeout: 1_500_000 }, async () => {
  await comeUp();
  await vi.waitFor(async () => expect(await github.pulls()).toHaveLength(2), SOON);
  const instance = await goThroughRestarts();
  await answerWhoeverHasTheToken();
  await runSecondDispatcher();
  await leaveNothing(instance);
});

it('is told of in the README in the same words', async () => {
  const readme = await readFile(resolve(import.meta.dirname, '../../README.md'), 'utf8');
  expect(readme).toContain(PREPARE);
  for (const words of Object.values(COMMANDS)) expect(readme).toContain(`docker compose ${words}`);
});

async function comeUp(): Promise<void> {
  await compose(COMMANDS.up);
  const services = ['dispatcher', 'mcp-gateway', 'poller', 'redis', 'simulators'];
  await vi.waitFor(async () => expect(await healthy()).toEqual(services), SOON);
}

/** Starts each service anew while an agent is at work, and gives what tells the sandboxes of this installation from others. */
async function goThroughRestarts(): Promise<string> {
  const number = await github.fileIssue({ title: 'Leave a note', body: `\`\`\`sh\n${HOLDING}\n\`\`\`` });
  const container = await vi.waitFor(() => containerAtWork(number), SOON);
  for (const service of ['redis', 'poller', 'mcp-gateway', 'dispatcher']) {
    expect(await containerAtWork(number), service).toBe(container);
    await compose(`restart ${service}`);
    await vi.waitFor(async () => expect(await healthy()).toContain(service), SOON);
    await vi.waitFor(async () => expect(await containerAtWork(number), service).toBe(container), SOON);
  }
  // It was told to end, and wrote what it had.
  expect(await compose('logs redis')).toContain('Redis is now ready to exit');
  const sandbox = (await listSandboxes(podman)).find(({ id }) => id === container);
  if (!sandbox) throw new Error('the container of its agent is no sandbox');
  await run('podman', ['exec', container, 'touch', '/tmp/go'], docker.environment);
  await vi.waitFor(async () => expect(await github.labels(number)).toContain('agent/review'), SOON);
  const bodies = (await github.pulls()).map(({ body }) => body);
  expect(bodies.filter((body) => body.includes(`Closes #${number}`))).toHaveLength(1);
  return sandbox.instance;
}

async function answerWhoeverHasTheToken(): Promise<void> {
  expect(await gateway.board('unknown')).toBe(401);
  expect(await gateway.board('known')).toBe(200);
  expect(await gateway.status()).toMatch(/Slots in use: \d+ of 4\./);
}

async function runSecondDispatcher(): Promise<void> {
  await compose(COMMANDS.scale);
  await vi.waitFor(async () => expect(await gateway.status()).toMatch(/Slots in use: \d+ of 8\./), SOON);
}

async function leaveNothing(instance: string): Promise<void> {
  const list = (...args: string[]) => run(DOCKER, [...args, '--quiet'], docker.environment);
  await compose(COMMANDS.down);
  expect(await list('ps', '--all')).toBe('');
  expect(await list('volume', 'ls')).toBe('');
  expect(await list('network', 'ls', '--filter', 'type=custom')).toBe('');
  expect(await readdir(installation.runDirectory)).toEqual([]);
  expect(await listSandboxes(podman, { instance })).toEqual([]);
}

function compose(words: string): Promise<string> {
  return installation.compose(...words.split(' '));
}

/** The services whose health check succeeds. */
async function healthy(): Promise<string[]> {
  const options = ['--filter', 'health=healthy', '--format', '{{.Label "com.docker.compose.service"}}'];
  const names = await run(DOCKER, ['ps', ...options], docker.environment);
  return names.split('\n').filter(Boolean).sort();
}

/** The container in which an agent does what the issue says; throws where it does not. */
async function containerAtWork(number: number): Promise<string> {
  const { status, container_id: id } = await gateway.task(`${github.repo}#${number}`);
  if (status !== 'running' || id === null) throw new Error(`the task of issue ${number} is ${status}`);
  const processes = await run('podman', ['top', id, 'args'], docker.environment);
  if (!processes.includes(HOLDING)) throw new Error(`its agent is not at work: ${processes}`);
  return id;
}
