import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Config, loadConfig } from '@opencode-commander/config';
import { GitHubError } from '@opencode-commander/github';
import { connectRedis, createRateGate, type Keyspace } from '@opencode-commander/queue';
import { afterEach, beforeEach, expect, inject, it } from 'vitest';
import { openGitHub } from '../src/index.ts';

const { signal } = new AbortController();
let directory: string;
let config: Config;
let keyspace: Keyspace;
let requests: number;

/** Knows nothing, but counts who asks. */
const server = createServer((_request, response) => {
  requests += 1;
  response.writeHead(404, { 'content-type': 'application/json' }).end('{"message":"Not Found"}');
});

beforeEach(async () => {
  requests = 0;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  directory = await mkdtemp(join(tmpdir(), 'o'));
  const env = {
    COMMANDER_DATA_DIR: join(directory, 'data'),
    COMMANDER_RUN_DIR: join(directory, 'r'),
    COMMANDER_GITHUB_API_URL: `http://127.0.0.1:${port}`,
    COMMANDER_GITHUB_TOKEN: 'ghp_backbonetesttoken0123456789',
    COMMANDER_GITHUB_THROTTLE: 'false',
  };
  config = await loadConfig({ env, cwd: directory, home: directory, uid: 0, hostname: 'h' });
  const redis = await connectRedis({ url: `unix://${inject('redisSocket')}`, role: 'producer' });
  keyspace = { redis, prefix: `${process.env['COMMANDER_TEST_PREFIX']}-o` };
});
afterEach(async () => {
  const keys = await keyspace.redis.keys(`{${keyspace.prefix}}*`);
  if (keys.length > 0) await keyspace.redis.del(keys);
  keyspace.redis.disconnect();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await rm(directory, { recursive: true });
});

async function told(options: { urgent: boolean }): Promise<unknown> {
  const github = openGitHub(config, { signal, keyspace, ...options });
  return github.getRepository('acme/web').catch((error: unknown) => error);
}

it.each([true, false])(
  'what another process was told to wait counts here too (urgent: %s)',
  async (urgent) => {
    const gate = createRateGate(keyspace);
    gate.after({ resource: 'core', limit: null, remaining: null, resetAt: null, retryAfterMs: 600_000 });
    await gate.current();
    const error = await told({ urgent });
    expect(error).toBeInstanceOf(GitHubError);
    expect(error).toMatchObject({ kind: 'rate_limited', retryable: true });
    expect((error as GitHubError).retryAfterMs).toBeGreaterThan(500_000);
    expect(requests).toBe(0);
  },
);

it('the last of the rate limit is for what is urgent', async () => {
  const gate = createRateGate(keyspace);
  const resetAt = Date.now() + 3_000_000;
  gate.after({ resource: 'core', limit: 5_000, remaining: 1, resetAt, retryAfterMs: null });
  await gate.before();
  expect(await told({ urgent: false })).toMatchObject({ kind: 'rate_limited' });
  expect(requests).toBe(0);
  expect(await told({ urgent: true })).toMatchObject({ kind: 'not_found' });
  expect(requests).toBe(1);
});
