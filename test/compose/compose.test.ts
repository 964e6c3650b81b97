import { chown } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { ensureAgentImage, listSandboxes, ociRuntime, openPodman } from '@opencode-commander/sandbox';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { type DockerDaemon, startDocker } from './docker-daemon.ts';
import { buildImages, type Installation, prepareInstallation } from './installation.ts';
import { run } from './run.ts';

// As images/service/demo has them.
const TOKEN = 'demo-token-of-the-gateway';
const PERSON_TOKEN = 'demo-of-maria';
const REPO = 'acme/slugger';
const SOON = { timeout: 120_000, interval: 1_000 };

type Opened = Awaited<ReturnType<typeof openPodman>>;
let docker: DockerDaemon;
let podman: Opened;
let installation: Installation & { remove(): Promise<void> };
let sandboxesBefore: string[];

const sandboxIds = async () => (await listSandboxes(podman.podman)).map(({ id }) => id);

beforeAll(async () => {
  docker = await startDocker(join(tmpdir(), 'dk'));
  podman = await openPodman({ socket: null, runDir: tmpdir(), runtime: null, environment: process.env });
  const imageDir = resolve(import.meta.dirname, '../../images/agent');
  const [{ tag }] = await Promise.all([
    ensureAgentImage({ podman: podman.podman, imageDir, onProgress: () => undefined }),
    buildImages(docker.environment),
  ]);
  sandboxesBefore = await sandboxIds();
  await chown(podman.podman.socket, 1_000, 1_000);
  installation = await prepareInstallation(docker.environment, {
    podmanSocket: podman.podman.socket,
    agentImage: tag,
    runtime: await ociRuntime(podman.podman),
    ports: [await freePort(), await freePort()],
  });
  await installation.compose('--profile', 'demo', 'up', '--detach', '--no-build');
});

afterAll(async () => {
  await podman.stop();
  await docker.stop();
  await installation.remove();
});

it('turns the issues of the demo into pull requests', async () => {
  await vi.waitFor(async () => expect(await pulls()).toHaveLength(2), SOON);
});

it('takes an issue that a person files, while each service is started anew', async () => {
  const before = (await pulls()).length;
  const number = await fileIssue('Leave a note');
  for (const service of ['poller', 'mcp-gateway', 'dispatcher']) {
    await installation.compose('restart', '--timeout', '40', service);
  }
  await vi.waitFor(async () => expect(await pulls()).toHaveLength(before + 1), SOON);
  expect((await pulls())[0]?.body).toContain(`Closes #${number}`);
});

it('shows the board, and answers MCP, to whoever has the token', async () => {
  const board = (headers: Record<string, string>) =>
    fetch(`${installation.url}/board/api/queues`, { headers });
  expect((await board({})).status).toBe(401);
  expect((await board({ authorization: `Bearer ${TOKEN}` })).status).toBe(200);
  expect(await status()).toContain('Slots in use');
});

it('runs a second dispatcher', async () => {
  await installation.compose('--profile', 'scale', 'up', '--detach', '--no-build', 'dispatcher-2');
  await vi.waitFor(async () => expect(await status()).toMatch(/of 8/), SOON);
});

it('leaves nothing when it is taken down', async () => {
  const profiles = ['--profile', 'demo', '--profile', 'scale'];
  await installation.compose(...profiles, 'down', '--volumes', '--timeout', '40');
  const list = (...args: string[]) => run('/usr/bin/docker', [...args, '--quiet'], docker.environment);
  expect(await list('ps', '--all')).toBe('');
  expect(await list('volume', 'ls')).toBe('');
  expect(await sandboxIds()).toEqual(sandboxesBefore);
});

const pullsSchema = z.array(z.object({ number: z.number(), body: z.string() }));
type Pull = z.infer<typeof pullsSchema>[number];

function github(path: string, init: RequestInit = {}): Promise<Response> {
  const headers = { authorization: `Bearer ${PERSON_TOKEN}`, 'content-type': 'application/json' };
  return fetch(`${installation.githubUrl}/api/v3/repos/${REPO}/${path}`, { ...init, headers });
}

/** The newest first. */
async function pulls(): Promise<Pull[]> {
  return pullsSchema.parse(await (await github('pulls?state=all')).json());
}

async function fileIssue(title: string): Promise<number> {
  const body = JSON.stringify({ title, body: 'Please.', labels: ['agent'] });
  const response = await github('issues', { method: 'POST', body });
  return z.object({ number: z.number() }).parse(await response.json()).number;
}

/** What `commander_status` says to a client of MCP outside. */
async function status(): Promise<string> {
  const requestInit = { headers: { authorization: `Bearer ${TOKEN}` } };
  const client = new Client({ name: 'outside', version: '1' });
  await client.connect(
    new StreamableHTTPClientTransport(new URL(`${installation.url}/mcp`), { requestInit }),
  );
  const { content } = await client.callTool({ name: 'commander_status', arguments: {} });
  await client.close();
  return JSON.stringify(content);
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  const address = await new Promise<ReturnType<typeof server.address>>((done) =>
    server.once('listening', () => done(server.address())),
  );
  await new Promise((done) => server.close(done));
  if (address === null || typeof address === 'string') throw new Error('no port was free');
  return address.port;
}
