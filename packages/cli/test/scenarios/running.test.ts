import { bash, fail, say, usage } from '@opencode-commander/simulators';
import { describe, expect, it } from 'vitest';
import { commit, taskBecomes } from './story.ts';
import { addRepository, createWorld } from './world.ts';

const work = [commit('done.txt', 'done'), say('Done.')];
/** Keeps the agent busy until somebody ends it. */
const LONG = bash('sleep 500');

describe('a task that runs', { timeout: 240_000 }, () => {
  it('ends without a pull request when its issue is closed, unlabelled, moved, or its repository archived', async () => {
    await using world = await createWorld({ slots: 4 });
    const stories = await Promise.all(
      ['closed', 'unlabelled', 'moved', 'archived'].map((title) =>
        world.story({ title, steps: [commit('half.txt', 'half'), LONG, say('Done.')] }),
      ),
    );
    for (const story of stories) story.label('agent');
    await Promise.all(stories.map((story) => story.labelled('agent/running')));
    await Promise.all(stories.map((story) => story.heard(/half\.txt/)));
    const tasks = await Promise.all(stories.map((story) => story.task()));
    const [closed, unlabelled, moved, archived] = stories;
    closed?.close();
    unlabelled?.unlabel('agent');
    await addRepository(world.github, 'acme/elsewhere');
    if (moved) world.github.transferIssue({ repo: moved.repo, number: moved.number, to: 'acme/elsewhere' });
    if (archived) world.github.archive({ repo: archived.repo });
    await Promise.all(
      tasks.map(({ id }) => taskBecomes(world.store, id, ({ status }) => status === 'cancelled')),
    );
    await Promise.all(tasks.map(({ containerId }) => world.containerBecomes(containerId ?? '', null)));
    for (const { repo } of stories) expect(world.github.pulls(repo)).toEqual([]);
  });

  it('waits for its dependencies', async () => {
    await using world = await createWorld({ slots: 2 });
    const first = await world.story({ title: 'first', steps: work });
    const body = `Depends on ${first.repo}#${first.number}`;
    const second = await world.story({ title: 'second', body, steps: work });
    second.label('agent');
    await second.told(/waits for acme/);
    first.label('agent');
    const pull = await first.pull();
    expect(second.pulls()).toBe(0);
    await pull.merge();
    await second.pull();
  });

  it('waits for its turn in its repository, whatever slots are free', async () => {
    const toml = '[[repo]]\nname = "acme/narrow"\nmax_concurrent = 1\n';
    await using world = await createWorld({ slots: 2, toml });
    await addRepository(world.github, 'acme/narrow');
    const steps = [commit('first.txt', 'first'), bash('sleep 5'), say('Done.')];
    const first = await world.story({ title: 'first', repo: 'acme/narrow', steps });
    const second = await world.story({ title: 'second', repo: 'acme/narrow', steps: work });
    first.label('agent');
    await first.labelled('agent/running');
    second.label('agent');
    await second.told(/1 task of this repository already runs/);
    await second.labelled('agent/review');
    const [one, two] = [await first.task(), await second.task()];
    expect(Date.parse(two.startedAt ?? '')).toBeGreaterThanOrEqual(Date.parse(one.finishedAt ?? ''));
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

describe('a provider out of quota', { timeout: 240_000 }, () => {
  it('pauses its tasks until its reset and burns no attempt', async () => {
    await using world = await createWorld({ slots: 1 });
    const story = await world.story({
      steps: [fail(429, { message: 'insufficient_quota', retryAfterSeconds: 150, times: 1 }), ...work],
    });
    story.label('agent');
    await story.told(/is out of quota until/);
    const { attempts, waitsFor } = await story.taskWhen(
      ({ waitsFor: reason }) => reason?.kind === 'provider',
    );
    expect({ attempts, provider: waitsFor?.kind === 'provider' && waitsFor.provider }).toEqual({
      attempts: 0,
      provider: 'simulated',
    });
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
  it('do everything once', async () => {
    await using world = await createWorld({ slots: 2, pollers: 2, dispatchers: 2 });
    const stories = await Promise.all(
      ['a', 'b', 'c', 'd'].map((title) => world.story({ title, steps: work })),
    );
    for (const story of stories) story.label('agent');
    const pulls = await Promise.all(stories.map((story) => story.pull()));
    await Promise.all(stories.map((story) => story.labelled('agent/review')));
    await Promise.all(stories.map((story) => story.told(/Pull request ready/)));
    for (const [n, story] of stories.entries()) {
      expect(story.pulls()).toBe(1);
      expect(story.ours()).toHaveLength(2);
      expect((await story.task()).runs).toBe(1);
      await pulls[n]?.merge();
    }
    await Promise.all(stories.map((story) => story.labelled('agent/done')));
  });
});
