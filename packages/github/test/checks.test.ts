import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import { secondaryRateLimit } from '@opencode-commander/simulators';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startWorld, TOKEN, type World } from './world.ts';

const REPO = 'alice/web';
const annotation = {
  path: 'a.ts',
  startLine: 3,
  endLine: 4,
  startColumn: null,
  endColumn: null,
  level: 'failure',
  message: 'x is not defined',
  title: 'ReferenceError',
  rawDetails: null,
} as const;

describe('checks', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld();
  });
  afterAll(() => world[Symbol.asyncDispose]());

  const commit = (branch: string) =>
    world.simulator.commit({ repo: REPO, branch, files: { [branch]: 'x' }, message: 'work' });
  const fail = (ref: string, name: string) =>
    world.simulator.addCheckRun({ repo: REPO, ref, name, status: 'completed', conclusion: 'failure' });

  it('that failed are told with what they say', async () => {
    const sha = await commit('told');
    const ended = { repo: REPO, ref: sha, status: 'completed' } as const;
    const { id } = await world.simulator.addCheckRun({
      ...ended,
      name: 'unit',
      conclusion: 'failure',
      output: { title: '1 failed', summary: 'see below', text: null },
      annotations: [annotation],
    });
    await world.simulator.addCheckRun({ ...ended, name: 'slow', conclusion: 'timed_out' });
    for (const conclusion of ['success', 'neutral', 'skipped', 'cancelled', 'action_required'] as const)
      await world.simulator.addCheckRun({ ...ended, name: conclusion, conclusion });
    await world.simulator.addCheckRun({ repo: REPO, ref: sha, name: 'running', status: 'in_progress' });
    const checks = await world.github.listFailedChecks(REPO, sha);
    expect(checks).toHaveLength(2);
    expect(checks).toContainEqual({
      id,
      name: 'unit',
      conclusion: 'failure',
      summary: '1 failed\nsee below',
      annotations: [{ path: 'a.ts', line: 3, message: 'ReferenceError: x is not defined' }],
      actionsJob: false,
    });
  });

  it('count only as they ended last', async () => {
    const sha = await commit('again');
    await fail(sha, 'unit');
    await world.simulator.addCheckRun({
      repo: REPO,
      ref: sha,
      name: 'unit',
      status: 'completed',
      conclusion: 'success',
    });
    expect(await world.github.listFailedChecks(REPO, sha)).toEqual([]);
  });

  it('are told within bounds', async () => {
    const sha = await commit('bounds');
    for (let i = 0; i < 25; i += 1) await fail(sha, `check ${i}`);
    await world.simulator.addCheckRun({
      repo: REPO,
      ref: sha,
      name: 'loud',
      status: 'completed',
      conclusion: 'failure',
      output: { title: 't', summary: 's'.repeat(60_000), text: null },
      annotations: Array.from({ length: 80 }, () => ({ ...annotation, message: 'm'.repeat(10_000) })),
    });
    const checks = await world.github.listFailedChecks(REPO, sha);
    expect(checks).toHaveLength(20);
    const loud = checks.find(({ name }) => name === 'loud');
    expect(loud?.summary).toHaveLength(4_000);
    expect(loud?.annotations).toHaveLength(50);
    expect(loud?.annotations[0]?.message).toHaveLength(1_000);
  });

  const openPull = async (head: string) => {
    await commit(head);
    return (await world.simulator.openPull({ repo: REPO, head, title: head })).number;
  };

  it('of GitHub Actions have a log, of which the end is read', async () => {
    const number = await openPull('log');
    const log = Array.from({ length: 20_000 }, (_, i) => `line ${i} 🦊`).join('\n');
    const { id } = world.simulator.failCheck({ repo: REPO, number, name: 'unit', log: `${log}\n` });
    const { headSha } = await world.github.getPull(REPO, number);
    expect(await world.github.listFailedChecks(REPO, headSha)).toMatchObject([{ id, actionsJob: true }]);
    expect(await world.github.jobLog(REPO, id, 2)).toBe('line 19998 🦊\nline 19999 🦊');
    expect(await world.github.jobLog(REPO, id, 0)).toBe('');
    const all = await world.github.jobLog(REPO, id, 100_000);
    expect(Buffer.byteLength(all)).toBeLessThanOrEqual(64 * 1024);
    expect(all).toMatch(/^line \d+ 🦊\n/);
  });

  it('show the token to GitHub only, not to where it keeps its logs', async () => {
    const number = await openPull('token');
    const { id } = world.simulator.failCheck({ repo: REPO, number, name: 'unit', log: 'x' });
    const seen: IncomingHttpHeaders[] = [];
    const storage = createServer((request, response) => {
      seen.push(request.headers);
      response.end('a log\n');
    }).listen(0, '127.0.0.1');
    await once(storage, 'listening');
    const address = storage.address();
    const location = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}/log`;
    const route = '/repos/{owner}/{repo}/actions/jobs/{job_id}/logs';
    world.simulator.fault({ method: 'GET', route, status: 302, headers: { location } });
    expect(await world.github.jobLog(REPO, id, 10)).toBe('a log');
    expect(seen).toHaveLength(1);
    expect(JSON.stringify(seen)).not.toContain(TOKEN);
    storage.close();
    storage.closeAllConnections();
  });

  it('may have no log', async () => {
    const number = await openPull('silent');
    const { id } = world.simulator.failCheck({ repo: REPO, number, name: 'other', app: 'other-ci' });
    expect(await world.github.jobLog(REPO, id, 10)).toBe('');
    expect(await world.github.jobLog(REPO, 987_654, 10)).toBe('');
  });

  it('are started again as what they are', async () => {
    const number = await openPull('rerun');
    const outcomes: string[] = [];
    world.simulator.onRerun(({ name, attempt }) => {
      outcomes.push(`${name} ${attempt}`);
      return 'pass';
    });
    const job = world.simulator.failCheck({ repo: REPO, number, name: 'job', log: 'x' });
    const other = world.simulator.failCheck({ repo: REPO, number, name: 'other', app: 'other-ci' });
    expect(await world.github.rerunCheck(REPO, { id: job.id, actionsJob: true })).toBe('started');
    expect(await world.github.rerunCheck(REPO, { id: other.id, actionsJob: false })).toBe('started');
    expect(outcomes).toEqual(['job 2', 'other 2']);
    const { headSha } = await world.github.getPull(REPO, number);
    expect(await world.github.listFailedChecks(REPO, headSha)).toEqual([]);
  });

  it.each([403, 404])('that may not be started again are refused (%i)', async (status) => {
    const route = '/repos/{owner}/{repo}/check-runs/{check_run_id}/rerequest';
    world.simulator.fault({ method: 'POST', route, status, body: { message: 'Resource not accessible' } });
    expect(await world.github.rerunCheck(REPO, { id: 1, actionsJob: false })).toBe('refused');
    expect(await world.github.rerunCheck(REPO, { id: 1, actionsJob: true })).toBe('refused');
  });

  it('are not refused for the rate of requests', async () => {
    const route = '/repos/{owner}/{repo}/check-runs/{check_run_id}/rerequest';
    world.simulator.fault({ method: 'POST', route, ...secondaryRateLimit(30) });
    await expect(world.github.rerunCheck(REPO, { id: 1, actionsJob: false })).rejects.toMatchObject({
      kind: 'rate_limited',
    });
  });
});
