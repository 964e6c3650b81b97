import { bash, say, usage } from '@opencode-commander/simulators';
import { describe, expect, it } from 'vitest';
import { commit } from './story.ts';
import { addRepository, createWorld } from './world.ts';

const work = [commit('done.txt', 'done'), say('Done.')];
/** Keeps the agent busy until somebody ends it. */
const LONG = bash('sleep 500');

describe('a task that runs', { timeout: 240_000 }, () => {
  it('ends without a pull request when its issue is closed or unlabelled, and only then the next of its repository has its turn', async () => {
    const repo = 'acme/narrow';
    const toml = `[[repo]]\nname = "${repo}"\nmax_concurrent = 1\n`;
    await using world = await createWorld({ slots: 2, toml });
    await addRepository(world.github, repo);
    const steps = [commit('half.txt', 'half'), LONG, say('Done.')];
    const closed = await world.story({ title: 'closed', repo, steps });
    const unlabelled = await world.story({ title: 'unlabelled', repo, steps });
    closed.label('agent');
    await closed.labelled('agent/running');
    unlabelled.label('agent');
    await unlabelled.told(/1 task of this repository already runs/);

    await closed.heard(/half\.txt/);
    closed.close();
    const one = await closed.taskWhen(({ status }) => status === 'cancelled');
    await world.containerBecomes(one.containerId ?? '', null);
    await unlabelled.heard(/half\.txt/);
    const { containerId, startedAt } = await unlabelled.task();
    expect(Date.parse(startedAt ?? '')).toBeGreaterThanOrEqual(Date.parse(one.finishedAt ?? ''));
    unlabelled.unlabel('agent');
    await unlabelled.taskWhen(({ status }) => status === 'cancelled');
    await world.containerBecomes(containerId ?? '', null);
    expect(world.github.pulls(repo)).toEqual([]);
  });
});

describe('money', { timeout: 240_000 }, () => {
  it('is watched: a word at 80 %, a question at 100 %, and more by a comment', async () => {
    await using world = await createWorld({
      slots: 1,
      env: { COMMANDER_BUDGET_TASK_USD: '1', COMMANDER_LLM_SIMULATED_PRICES: 'scripted=1/1' },
    });
    const story = await world.story({
      steps: [
        usage({ input: 450_000, output: 400_000 }, bash('true')),
        bash('sleep 5'),
        usage({ input: 100_000, output: 200_000 }, bash('true')),
        LONG,
        ...work,
      ],
    });
    story.label('agent');
    await story.told(/Most of the budget is spent/);
    await story.told(/commander continue/);
    await story.labelled('agent/waiting');
    story.says('/commander continue 5');
    await story.pull();
    expect((await story.task()).usage.costUsd).toBeGreaterThan(1);
  });
});

describe('an agent that does nothing', { timeout: 240_000 }, () => {
  it('is stopped, and the comment says what it did last', async () => {
    await using world = await createWorld({ slots: 1, env: { COMMANDER_TIMEOUTS_STUCK: '20s' } });
    const story = await world.story({ steps: [bash('echo the last thing'), LONG] });
    story.label('agent');
    await story.labelled('agent/failed');
    const told = await story.told(/could not finish/);
    expect(told).toMatch(/stuck/);
    expect(told).toMatch(/sleep 500/);
    expect(told).toMatch(/Processes:[\s\S]*opencode/);
    expect(told).toMatch(/Memory events:/);
  });
});

describe('two pollers and two dispatchers', { timeout: 240_000 }, () => {
  it('do everything once, and what depends on another issue when that is done', async () => {
    await using world = await createWorld({ slots: 2, pollers: 2, dispatchers: 2 });
    const first = await world.story({ title: 'first', steps: work });
    const other = await world.story({ title: 'other', steps: work });
    const body = `Depends on ${first.repo}#${first.number}`;
    const later = await world.story({ title: 'later', body, steps: work });
    later.label('agent');
    await later.told(/waits for acme/);
    first.label('agent');
    other.label('agent');
    const pulls = await Promise.all([first.pull(), other.pull()]);
    expect(later.pulls()).toBe(0);
    for (const pull of pulls) await pull.merge();
    const last = await later.pull();
    await later.labelled('agent/review');
    const stories = [first, other, later];
    await Promise.all(stories.map((story) => story.told(/Pull request ready/)));
    for (const story of stories) {
      expect(story.pulls()).toBe(1);
      expect(story.ours()).toHaveLength(2);
      expect((await story.task()).runs).toBe(1);
    }
    await last.merge();
    await Promise.all(stories.map((story) => story.labelled('agent/done')));
  });
});
