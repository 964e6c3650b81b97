import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startWorld, type World } from './world.ts';

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
});
