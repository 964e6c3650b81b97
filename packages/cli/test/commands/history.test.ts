import { addSpend } from '@opencode-commander/queue';
import { taskId } from '@opencode-commander/task';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createRig, errorsOf, type Rig } from '../rig.ts';

let rig: Rig;
beforeAll(async () => {
  rig = await createRig();
});
afterAll(() => rig[Symbol.asyncDispose]());

it('shows the last hours', async () => {
  const id = taskId({ host: 'github.com', repoId: 7, number: 12, round: 0 });
  const used = { 'simulated/scripted': { inputTokens: 1_500, outputTokens: 20, costUsd: 0.42 } };
  const spend = { repoId: 7, repo: 'acme/web', taskId: id, epoch: 1, day: '2026-11-20', used };
  await addSpend(rig.queues, spend);

  const { code, stdout } = await rig.call(['history', '--hours', '2']);
  expect(code).toBe(0);
  expect(stdout[0]).toBe('Last 2 h: 0 completed, 0 failed, 0 cancelled; $0.42, 1.5K tokens');
  expect(stdout).toHaveLength(5);
  const { stdout: json } = await rig.call(['history', '--json']);
  expect(JSON.parse(json.join('')).hours).toHaveLength(24);
});

it('says how far back it can go', async () => {
  const ended = await rig.call(['history', '--hours', '1000']);
  expect(ended.code).toBe(4);
  expect(errorsOf(ended)).toEqual([expect.stringMatching(/hours: .*168/)]);
});
