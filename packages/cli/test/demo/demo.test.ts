import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { processes, remains, startDemo } from './start-demo.ts';

const reportSchema = z.strictObject({
  ok: z.boolean(),
  tasks: z.array(
    z.strictObject({
      id: z.string(),
      repo: z.string(),
      number: z.number(),
      round: z.number(),
      follow_up: z.string().nullable(),
      priority: z.string(),
      status: z.string(),
      questions: z.number(),
      runs: z.number(),
      pr_url: z.string().nullable(),
      branch: z.string(),
      commits: z.number(),
      seconds_to_first_model_request: z.number().positive().nullable(),
      seconds_total: z.number().positive().nullable(),
    }),
  ),
});

describe('the demo', () => {
  it('turns its issues into pull requests, reports, and leaves nothing', { timeout: 240_000 }, async () => {
    const { code, stdout, stderr } = await startDemo(['--once', '--json']).ended;

    expect({ code, said: stderr.slice(-5) }).toMatchObject({ code: 0 });
    const { ok, tasks } = reportSchema.parse(JSON.parse(stdout.at(-1) ?? ''));
    expect(ok).toBe(true);
    const lines = tasks.map(({ priority, status, follow_up }) =>
      [priority, follow_up, status].filter(Boolean).join(' '),
    );
    expect(lines).toEqual([
      'high completed',
      'high review completed',
      'medium completed',
      'medium checks completed',
      'medium failed',
      'low completed',
      'critical completed',
    ]);
    for (const { follow_up, pr_url, repo } of tasks.filter(({ round }) => round > 0)) {
      const accepted = `queued: accepted as a follow-up: ${follow_up}`;
      const name = `${repo}#${pr_url?.split('/').at(-1)} `;
      expect(stderr.filter((line) => line.includes(accepted) && line.startsWith(name))).toHaveLength(1);
    }
    // Of the two medium ones that which had the second slot gave it to the critical one; the low one asked.
    const runsOf = (wanted: string) =>
      tasks.filter(({ priority, round }) => `${priority} ${round}` === wanted).map(({ runs }) => runs);
    expect(runsOf('medium 0').toSorted()).toEqual([1, 2]);
    expect(['high 0', 'high 1', 'medium 1', 'low 0', 'critical 0'].flatMap(runsOf)).toEqual([1, 1, 1, 2, 1]);
    expect(tasks.map(({ questions }) => questions)).toEqual([0, 0, 0, 0, 0, 1, 0]);
    for (const task of tasks.filter(({ status }) => status === 'completed')) {
      expect(task.pr_url).toContain(`/${task.repo}/pull/`);
      expect(task.commits).toBeGreaterThan(0);
      if (task.round === 0) expect(task.branch).toBe(`agent/${task.id}`);
    }
    expect(await remains()).toEqual([]);
  });

  it.each([
    ['SIGTERM', /dispatched/],
    ['SIGKILL', /running/],
    ['SIGINT', /✓ bash/],
  ] as const)('leaves nothing behind after a %s at %s', { timeout: 200_000 }, async (signal, moment) => {
    const demo = startDemo([]);
    await demo.line(moment);
    demo.child.kill(signal);
    await demo.ended;

    // After a SIGKILL the guardian clears away, which nobody tells us of.
    await expect.poll(remains, { timeout: 60_000, interval: 1_000 }).toEqual([]);
  });

  // Each is there a good while before it answers.
  it.each(['redis-server', 'system service'])(
    'leaves nothing behind after a SIGKILL while %s starts',
    {
      timeout: 120_000,
    },
    async (program) => {
      const demo = startDemo([]);
      const isStarting = async () => (await processes()).some((line) => line.includes(program));
      await expect.poll(isStarting, { timeout: 60_000, interval: 10 }).toBe(true);
      demo.child.kill('SIGKILL');
      await demo.ended;

      expect(demo.stderr.join()).not.toContain('GitHub (simulated)');
      await expect.poll(remains, { timeout: 60_000, interval: 1_000 }).toEqual([]);
    },
  );
});
