import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Agent, connectAgent } from '../src/index.ts';

let directory: string;
let server: Server;
let agent: Agent;
let unanswered: number;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'h'));
  const socketPath = join(directory, 'agent.sock');
  server = createServer((_request, response) => {
    unanswered -= 1;
    response.setHeader('content-type', 'application/json');
    if (unanswered < 0) response.end('{"healthy":true,"version":"0"}');
  });
  server.listen(socketPath);
  await once(server, 'listening');
  agent = connectAgent({ socketPath, password: 'of the test', directory: '/workspace' });
});
afterEach(async () => {
  await agent.close();
  server.closeAllConnections();
  server.close();
  await rm(directory, { recursive: true, force: true });
});

it('does not wait long for the answer to a request that came before opencode was ready', async () => {
  unanswered = 1;
  await agent.untilHealthy({ timeoutMs: 1_500 });
  expect(unanswered).toBe(-1);
});

it('says how long it waited for an opencode that never answers', async () => {
  unanswered = Number.POSITIVE_INFINITY;
  await expect(agent.untilHealthy({ timeoutMs: 400 })).rejects.toThrow(
    'opencode was not healthy within 400 ms',
  );
});
