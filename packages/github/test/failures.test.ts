import { once } from 'node:events';
import { createServer } from 'node:http';
import { secondaryRateLimit } from '@opencode-commander/simulators';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startWorld, TOKEN, type World } from './world.ts';

const REPO = 'alice/web';
const ROUTE = '/repos/{owner}/{repo}';

describe('what goes wrong', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld();
  });
  afterEach(() => world.simulator.clearFaults());
  afterAll(() => world[Symbol.asyncDispose]());

  const requests = () => world.simulator.requests.length;

  it('a refused token says so, without the token', async () => {
    const github = world.connect({ auth: { kind: 'token', token: 'ghp_wrongtoken' } });
    const error = await github.viewer().catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ kind: 'unauthorized', retryable: false, exitCode: 3 });
    expect(String(error)).toContain('GitHub refused the token');
    expect(JSON.stringify(error) + String(error)).not.toContain('wrongtoken');
  });

  it('no token says what to set', async () => {
    await expect(world.connect({ auth: null }).viewer()).rejects.toThrow(
      'none is configured: set github.token',
    );
  });

  it('does not tell a missing repository from a hidden one', async () => {
    await world.simulator.addRepository({ owner: 'alice', name: 'hidden', private: true, files: { a: 'a' } });
    for (const name of ['alice/hidden', 'alice/nothing'])
      await expect(world.github.getRepository(name)).rejects.toMatchObject({
        kind: 'not_found',
        message: `${name} is not there, or the token has no access to it`,
      });
    await expect(world.github.getIssue(REPO, 999)).rejects.toThrow('alice/web#999 is not there');
  });

  it('writes to an archived repository can be tried again: it may be archived no more', async () => {
    await world.simulator.addRepository({ owner: 'alice', name: 'old', files: { a: 'a' } });
    const number = world.simulator.fileIssue({
      repo: 'alice/old',
      title: 'a',
      body: 'b',
      author: 'alice',
    }).number;
    world.simulator.addCollaborator({ repo: 'alice/old', login: 'bot', role: 'write' });
    world.simulator.archive({ repo: 'alice/old' });
    const refused = world.github.changeLabels('alice/old', number, { add: ['x'], remove: [] });
    await expect(refused).rejects.toMatchObject({
      kind: 'unavailable',
      retryable: true,
      message: `alice/old#${number} is read-only, since its repository is archived: unarchive it`,
    });
  });

  it('refuses names that are none, before anything is asked', async () => {
    const before = requests();
    for (const name of ['', 'web', 'a/b/c', '../x', 'alice/..', 'a b/c', 'alice/web?x=1'])
      await expect(world.github.getRepository(name)).rejects.toMatchObject({ kind: 'invalid' });
    expect(requests()).toBe(before);
  });

  it('tells when a rate limit ends, and does not try before', async () => {
    const headers = { 'retry-after': '17' };
    world.simulator.fault({ method: 'GET', route: ROUTE, status: 429, headers, times: 1 });
    const before = requests();
    await expect(world.github.getRepository(REPO)).rejects.toMatchObject({
      kind: 'rate_limited',
      retryAfterMs: 17_000,
      retryable: true,
    });
    expect(requests()).toBe(before + 1);
    const reset = Math.ceil(Date.now() / 1000) + 60;
    const usedUp = { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': `${reset}` };
    world.simulator.fault({ method: 'GET', route: ROUTE, status: 403, headers: usedUp, times: 1 });
    const error: { retryAfterMs?: number } = await world.github.getRepository(REPO).then(
      () => ({}),
      (thrown) => thrown,
    );
    expect(error.retryAfterMs).toBeGreaterThan(55_000);
    expect(error.retryAfterMs).toBeLessThan(65_000);
  });

  it('leaves waiting to its caller also where requests are spaced', async () => {
    const github = world.connect({ throttle: true });
    expect((await github.getRepository(REPO)).fullName).toBe(REPO);
    world.simulator.fault({ method: 'GET', route: `${ROUTE}/labels`, ...secondaryRateLimit(30) });
    await expect(github.ensureLabels(REPO, [])).rejects.toMatchObject({ retryAfterMs: 30_000 });
  });

  it('survives three server errors when reading, not four', async () => {
    world.simulator.fault({ method: 'GET', route: ROUTE, status: 500, times: 3 });
    expect((await world.github.getRepository(REPO)).fullName).toBe(REPO);
    world.simulator.fault({ method: 'GET', route: ROUTE, status: 502, times: 4 });
    await expect(world.github.getRepository(REPO)).rejects.toMatchObject({
      kind: 'unavailable',
      retryable: true,
    });
  });

  it('says where nobody answers', async () => {
    const github = world.connect({ apiUrl: 'http://127.0.0.1:9' });
    await expect(github.getRepository(REPO)).rejects.toMatchObject({
      kind: 'unavailable',
      message: expect.stringContaining('could not be reached at http://127.0.0.1:9'),
    });
  });

  it('gives up on a server that does not answer in time', async () => {
    const github = world.connect({ timeoutMs: 50 });
    world.simulator.fault({ method: 'GET', route: ROUTE, delayMs: 10_000, times: 4 });
    await expect(github.getRepository(REPO)).rejects.toMatchObject({ kind: 'unavailable' });
  });

  it('ends at once when its signal is aborted, also between two tries', async () => {
    const stop = new AbortController();
    const github = world.connect({ signal: stop.signal, retryBaseMs: 60_000 });
    world.simulator.fault({ method: 'GET', route: ROUTE, status: 500, times: 4 });
    const before = requests();
    const asked = github.getRepository(REPO);
    setTimeout(() => stop.abort(new Error('stopping')), 50);
    await expect(asked).rejects.toThrow('stopping');
    await expect(github.getRepository(REPO)).rejects.toThrow('stopping');
    expect(requests()).toBeLessThanOrEqual(before + 1);
  });

  it('says that a server is no GitHub', async () => {
    const server = createServer((_request, response) => response.end('<h1>hello</h1>')).listen(
      0,
      '127.0.0.1',
    );
    await once(server, 'listening');
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : 0;
    const github = world.connect({ apiUrl: `http://127.0.0.1:${port}` });
    await expect(github.getRepository(REPO)).rejects.toThrow('check github.api_url');
    server.close();
    server.closeAllConnections();
  });

  it('keeps the token out of every error', async () => {
    world.simulator.fault({ method: 'GET', route: ROUTE, status: 422, body: { message: `echo ${TOKEN}` } });
    const error = await world.github.getRepository(REPO).catch((thrown: unknown) => thrown);
    expect(String(error)).not.toContain(TOKEN);
    expect(String(error)).toContain('[secret]');
  });
});
