import { addSpend, noteMerged, noteTaskCost } from '@opencode-commander/queue';
import { taskId } from '@opencode-commander/task';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createRig, errorsOf, type Rig } from '../rig.ts';

let rig: Rig;
beforeAll(async () => {
  rig = await createRig();
});
afterAll(() => rig[Symbol.asyncDispose]());

const NUMBER = 12;
const id = taskId({ host: 'github.com', repoId: 7, number: NUMBER, round: 0 });

it('shows what was spent', async () => {
  const now = new Date();
  const day = now.toISOString().slice(0, 10);
  const of = { repoId: 7, repo: 'acme/web' };
  const used = { 'simulated/scripted': { inputTokens: 1_500, outputTokens: 20, costUsd: 0.42 } };
  await addSpend(rig.queues, { ...of, taskId: id, epoch: 1, day, used });
  await noteTaskCost(rig.queues, { repoId: 7, taskId: id, usd: 0.42 });
  await noteMerged(rig.queues, { ...of, number: NUMBER, at: now });

  const { code, stdout } = await rig.call(['cost']);
  expect(code).toBe(0);
  expect(stdout).toEqual([
    expect.stringMatching(/^Spent {5}\$0\.42 on 1 task since \d{4}-\d\d-\d\d \(UTC\)$/),
    'Tokens    1.5K in, 20 out',
    'Merged    1 pull request for $0.42, mean $0.42, median $0.42',
    'Unmerged  $0.00 of it went into what is not merged',
    '',
    ' COST  SHARE    IN  OUT  TASK       ISSUE',
    `$0.42  100 %  1.5K   20  ${id}  acme/web#12`,
  ]);
  const json = await rig.call(['cost', '--by', 'model', '--since', '24h', '--repo', 'acme/web', '--json']);
  expect(json.stdout).toHaveLength(1);
  expect(JSON.parse(json.stdout.join())).toMatchObject({
    totals: { cost_usd: 0.42, tasks: 1 },
    rows: [{ name: 'simulated/scripted', issue: null, share: 1 }],
  });
});

it.each([
  [['--by', 'mood'], 'Allowed choices are task, repo, day, model'],
  [['--since', 'yesterday'], 'since: say how long ago, such as 24h or 7d, or a day such as 2026-11-01'],
  [['--since', '2020-01-01'], 'Costs are kept for 40 days: ask for those since '],
  [['--repo', 'web'], 'repo: write owner/name'],
  [['--limit', '1001'], 'limit: '],
])('%j is refused with one line', async (args, words) => {
  const ended = await rig.call(['cost', ...args]);
  expect(ended.code).toBe(4);
  expect(ended.stdout).toEqual([]);
  expect(errorsOf(ended)).toEqual([expect.stringContaining(words)]);
});
