import { bash, say } from '@opencode-commander/simulators';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commit } from './story.ts';
import { createWorld, PEOPLE, type World } from './world.ts';

const first = [commit('greeting.txt', 'hello'), say('Done.')];

describe('a follow-up', { timeout: 240_000 }, () => {
  let world: World;
  beforeAll(async () => {
    world = await createWorld({ slots: 2, env: { COMMANDER_PUBLISH_DELETE_MERGED_BRANCHES: 'true' } });
  });
  afterAll(() => world[Symbol.asyncDispose]());

  it.concurrent('handles a review: new commits, an answer in the thread, another request', async () => {
    const second = [commit('greeting.txt', 'good morning', 'Be polite'), say('Changed.')];
    const story = await world.story({ steps: [...first, ...second] });
    story.label('agent');
    const pull = await story.pull();
    await story.labelled('agent/review');
    const before = pull.headSha();
    await pull.review({
      state: 'CHANGES_REQUESTED',
      body: 'Too short.',
      comments: [{ path: 'greeting.txt', line: 1, body: 'Say good morning.' }],
    });
    await pull.review({ state: 'CHANGES_REQUESTED', body: 'I agree.', by: PEOPLE.noor });
    await pull.pushedAfter(before);
    await story.heard(/Say good morning\.[\s\S]*|greeting\.txt/);
    await pull.labelled('agent/review');
    const { parentTaskId, round } = await story.taskWhen(({ status }) => status === 'completed', 1);
    expect({ parentTaskId, round }).toEqual({ parentTaskId: (await story.task()).id, round: 1 });
    await story.until('an answer in the thread', () =>
      world.github
        .reviewComments(story.repo, pull.number)
        .some(({ inReplyTo, author }) => inReplyTo !== null && author === 'commander-bot'),
    );
    await story.until('another request for review', () => {
      const { requestedReviewers = [] } = world.github.pulls(story.repo)[0] ?? {};
      return [PEOPLE.maria, PEOPLE.noor].every((login) => requestedReviewers.includes(login));
    });
    expect(story.pulls()).toBe(1);
    await pull.merge();
    await story.labelled('agent/done');
    await story.until('no branch', async () => !(pull.branch in (await world.github.branches(story.repo))));
  });

  it.concurrent('starts a flaky check once more, and mends one that fails again', async () => {
    const story = await world.story({
      steps: [...first, commit('greeting.txt', 'mended', 'Mend'), say('Mended.')],
    });
    story.label('agent');
    const pull = await story.pull();
    await story.labelled('agent/review');
    const before = pull.headSha();
    const check = { repo: story.repo, number: pull.number, name: 'test' };
    world.github.failCheck({ ...check, log: 'Error: connect ETIMEDOUT 10.0.0.1:443' });
    await pull.pushedAfter(before);
    expect(world.reruns.filter(({ repo }) => repo === story.repo)).toHaveLength(1);
    await story.heard(/ETIMEDOUT/);
    await story.taskWhen(({ status }) => status === 'completed', 1);
  });

  it.concurrent('brings in a base that conflicts', async () => {
    const resolve = bash(
      "git fetch --quiet origin && (git merge origin/main || true) && printf 'both\\n' > greeting.txt && git add --all && git commit --quiet --message 'Bring the base in' && git push --quiet origin HEAD",
    );
    const story = await world.story({ steps: [...first, resolve, say('Resolved.')] });
    story.label('agent');
    const pull = await story.pull();
    await story.labelled('agent/review');
    const before = pull.headSha();
    await world.github.commit({
      repo: story.repo,
      branch: 'main',
      files: { 'greeting.txt': 'a stranger\n' },
      message: 'Greet',
    });
    await pull.pushedAfter(before);
    expect((await story.taskWhen(({ status }) => status === 'completed', 1)).followUp?.kind).toBe('conflict');
  });

  it.concurrent('does what a command says, and is bounded', async () => {
    const story = await world.story({
      steps: [
        ...first,
        commit('more.txt', 'more', 'Add more'),
        say('More.'),
        commit('even.txt', 'even', 'Even'),
        say('Even more.'),
      ],
    });
    story.label('agent');
    const pull = await story.pull();
    await story.labelled('agent/review');
    const before = pull.headSha();
    pull.says('/commander add a second file please', PEOPLE.stranger);
    pull.says('/commander add a second file please');
    const after = await pull.pushedAfter(before);
    await story.heard(/add a second file please/);
    await story.taskWhen(({ status }) => status === 'completed', 1);
    expect(story.pulls()).toBe(1);
    pull.close();
    await story.taskWhen(({ status }) => status === 'cancelled');
    expect(pull.headSha()).toBe(after);
  });
});

describe('rounds', { timeout: 240_000 }, () => {
  it('are bounded, and a comment allows another one', async () => {
    await using world = await createWorld({ slots: 1, env: { COMMANDER_BUDGET_MAX_ROUNDS: '1' } });
    const story = await world.story({
      steps: [...first, commit('b.txt', 'b'), say('b'), commit('c.txt', 'c'), say('c')],
    });
    story.label('agent');
    const pull = await story.pull();
    await story.labelled('agent/review');
    const one = pull.headSha();
    pull.says('/commander write the file b');
    const two = await pull.pushedAfter(one);
    await story.taskWhen(({ status }) => status === 'completed', 1);
    pull.says('/commander write the file c');
    await pull.told(/commander continue/);
    await story.taskWhen(({ status }) => status === 'waiting_human', 2);
    pull.says('/commander continue');
    await pull.pushedAfter(two);
    await story.taskWhen(({ status }) => status === 'completed', 2);
  });
});
