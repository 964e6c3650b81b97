import { mkdtemp, rm } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { openConfiguration, Secret } from '@opencode-commander/config';
import { connectGitHub } from '@opencode-commander/github';
import { connectRedis, createQueues, createTaskStore } from '@opencode-commander/queue';
import { createHealth, createLogger, createMetrics, ReleaseStack } from '@opencode-commander/service';
import { startGitHubSimulator } from '@opencode-commander/simulators';
import type { Instances } from '@opencode-commander/task';
import { inject } from 'vitest';
import { startGateway } from '../src/index.ts';

export const TOKEN = 'a-token-of-the-gateway-0123456789';
export const REPO = 'acme/web';
const GITHUB_TOKEN = 'ghp_bot0123456789';

let worlds = 0;

export type World = Awaited<ReturnType<typeof startWorld>>;

/** A gateway on a free port over real Redis (the shared one unless given) and a simulated GitHub with one repository. */
export async function startWorld(
  options: {
    redisUrl?: string;
    webhookSecret?: Secret;
    boardChanges?: boolean;
    heartbeatMs?: number;
    refreshMs?: number;
    maxFollowers?: number;
    maxViewers?: number;
    /** Events kept per task, about. */
    maxEvents?: number;
    now?: () => Date;
    instances?: Instances;
  } = {},
) {
  const stack = new ReleaseStack();
  const directory = await mkdtemp(join(tmpdir(), 'gw-'));
  stack.defer('directory', () => rm(directory, { recursive: true }));
  const simulator = await startGitHubSimulator({ directory });
  stack.defer('GitHub', () => simulator.stop());
  simulator.addUser({ login: 'bot', token: GITHUB_TOKEN });
  simulator.addUser({ login: 'acme', token: 'ghp_acme0123456789' });
  await simulator.addRepository({ owner: 'acme', name: 'web', files: { 'README.md': '# web\n' } });
  simulator.addCollaborator({ repo: REPO, login: 'bot', role: 'write' });

  const redisUrl = options.redisUrl ?? `unix://${inject('redisSocket')}`;
  const redis = await connectRedis({ url: redisUrl, role: 'producer' });
  stack.defer('Redis', () => redis.disconnect());
  const prefix = `${process.env['COMMANDER_TEST_PREFIX']}-${worlds++}`;
  const { maxEvents = 5_000 } = options;
  const store = createTaskStore({ redis, prefix, maxEvents });
  const queues = createQueues({ redis, prefix });
  stack.defer('keys', async () => {
    if (redis.status !== 'ready') return;
    const keys = await redis.keys(`*{${prefix}}*`);
    if (keys.length > 0) await redis.del(keys);
  });
  stack.defer('queues', () => queues.close());

  const github = connectGitHub({
    apiUrl: simulator.apiUrl,
    gitUrl: simulator.gitUrl,
    auth: { kind: 'token', token: GITHUB_TOKEN },
    throttle: false,
    markerKey: 'a key',
    retryBaseMs: 1,
  });
  const lines: string[] = [];
  const stream = { write: (line: string) => void lines.push(line) };
  const log = createLogger({ name: 'gateway', level: 'debug', pretty: false, secrets: [], stream });
  const health = createHealth();
  health.check('redis', () => redis.ping());
  const { boardChanges = false } = options;
  const config = {
    mcp: { host: '127.0.0.1', port: 0, token: new Secret(TOKEN), boardChanges },
    github: { host: 'github.test', webhookSecret: options.webhookSecret ?? null },
    budget: { taskUsd: null, repoDayUsd: null, dayUsd: 20, maxRounds: 5 },
    repos: [],
    redis: { allowVolatile: true },
    models: { allowed: ['anthropic/claude-sonnet-4-5'] },
  };
  const env = {
    COMMANDER_MODELS_ALLOWED: 'anthropic/claude-sonnet-4-5',
    COMMANDER_RUN_DIR: `${directory}/r`,
  };
  const place = { cwd: directory, home: directory, uid: process.getuid?.() ?? 0, hostname: 'gateway' };
  const configuration = await openConfiguration({ env, ...place });
  const metrics = createMetrics();
  const { heartbeatMs = 15_000, refreshMs = 50, now = () => new Date() } = options;
  const { maxFollowers = 1_000, maxViewers = 300 } = options;
  const instances = options.instances ?? NO_INSTANCES;
  const gateway = await startGateway({
    ...{ config, configuration, store, queues, github, instances, log, health, metrics },
    ...{ heartbeatMs, refreshMs, maxFollowers, maxViewers, now },
  });
  stack.defer('gateway', () => gateway.stop());

  return {
    simulator,
    store,
    queues,
    redis,
    prefix,
    gateway,
    /** Log lines so far. */
    lines,
    /** An MCP client of its own; it is closed with the world. */
    async client(token = TOKEN): Promise<Client> {
      const client = new Client({ name: 'test', version: '1' });
      const headers = { authorization: `Bearer ${token}` };
      const transport = new StreamableHTTPClientTransport(new URL(`${gateway.url}/mcp`), {
        requestInit: { headers },
      });
      // The SDK's own types are not made for exactOptionalPropertyTypes.
      await client.connect(transport as Parameters<Client['connect']>[0]);
      stack.defer('client', () => client.close());
      return client;
    },
    /** Files an issue and gives its number. */
    file: (title: string, body = 'Please.') =>
      simulator.fileIssue({ repo: REPO, title, body, labels: ['agent'], author: 'acme' }).number,
    ask: (path: string, options?: Ask) => ask(`${gateway.url}${path}`, options),
    [Symbol.asyncDispose]: () => stack.release(),
  };
}

/** Nothing serves opencode. */
const NO_INSTANCES: Instances = {
  servers: [],
  open: () => Promise.reject(new Error('there is none')),
};

export type Ask = { method?: string; headers?: Record<string, string>; body?: string };

/** A request with exactly these headers: `fetch` would not let a test choose Host, Origin and Cookie. */
export function ask(url: string, { method = 'GET', headers = {}, body }: Ask = {}) {
  return new Promise<{ status: number; headers: Record<string, unknown>; body: string }>(
    (resolve, reject) => {
      const sent = request(url, { method, headers, agent: false }, (response) => {
        text(response).then(
          (answer) => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: answer }),
          reject,
        );
      });
      sent.once('error', reject);
      sent.end(body);
    },
  );
}

export const BEARER = { authorization: `Bearer ${TOKEN}` };
