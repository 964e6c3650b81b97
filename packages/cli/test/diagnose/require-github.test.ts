import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadConfig } from '@opencode-commander/config';
import { thisHost } from '@opencode-commander/host';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { gitHubAccess } from '../../src/diagnose/require-github.ts';

let directory: string;
let status: number;

/** A GitHub that refuses everything. */
const server = createServer((_request, response) => {
  response.writeHead(status, { 'content-type': 'application/json' }).end('{"message":"No"}');
});

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'g'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await rm(directory, { recursive: true });
});

async function judge(apiUrl: string) {
  const env = {
    COMMANDER_DATA_DIR: join(directory, 'data'),
    COMMANDER_RUN_DIR: join(directory, 'r'),
    COMMANDER_GITHUB_HOST: 'ghe.test',
    COMMANDER_GITHUB_API_URL: apiUrl,
    COMMANDER_GITHUB_TOKEN: 'ghp_doctortesttoken0123456789',
    COMMANDER_GITHUB_THROTTLE: 'false',
  };
  const config = await loadConfig({ env, cwd: directory, home: directory, uid: 0, hostname: 'h' });
  return gitHubAccess(config, new AbortController().signal).check(thisHost(process));
}

it.each([
  [401, 'GitHub refused the token', 'make a new one at https://ghe.test/settings/personal-access-tokens'],
  [404, 'is not there', 'see that github.api_url is right'],
])('says what to do when GitHub answers %i', async (answer, reason, advice) => {
  status = answer;
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  expect(await judge(`http://127.0.0.1:${port}`)).toEqual({
    status: 'trouble',
    reason: expect.stringContaining(reason),
    remedy: { advice },
  });
});

it('says what to do when GitHub cannot be reached', { timeout: 60_000 }, async () => {
  expect(await judge('http://127.0.0.1:9')).toEqual({
    status: 'trouble',
    reason: expect.stringContaining('could not be reached'),
    remedy: { advice: "see to this host's network and name resolution, and that github.api_url is right" },
  });
});
