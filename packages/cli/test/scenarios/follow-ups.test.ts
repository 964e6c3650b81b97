import { bash, say } from '@opencode-commander/simulators';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commit, type PullStory, type Story } from './story.ts';
import { createWorld, PEOPLE, type World } from './world.ts';

/** What the agent does, from round to round. */
const ROUNDS = [
  [commit('greeting.txt', 'hello'), say('Done.')],
  [commit('greeting.txt', 'good morning', 'Be polite'), say('Changed.')],
  [commit('greeting.txt', 'mended', 'Mend'), say('Mended.')],
  [
    bash(
      "git fetch --quiet origin && (git merge origin/main || true) && printf 'both\\n' > greeting.txt && git add --all && git commit --quiet --message 'Bring the base in' && git push --quiet origin HEAD",
    ),
    say('Resolved.'),
  ],
  [commit('more.txt', 'more', 'Add more'), say('More.')],
].flat();

// Each goes on where the one before it ends.
describe('a follow-up', { timeout: 240_000 }, () => {
  let world: World;
  let story: Story;
  let pull: PullStory;
  /** How many there were before checks failed. */
  let remarks: number;
  beforeAll(async () => {
    const env = { COMMANDER_PUBLISH_DELETE_MERGED_BRANCHES: 'true', COMMANDER_BUDGET_MAX_ROUNDS: '3' };
    world = await createWorld({ slots: 1, env });
    story = await world.story({ steps: ROUNDS });
    story.label('agent');
    pull = await story.pull();
    await story.labelled('agent/review');
  }, 240_000);
  afterAll(() => world[Symbol.asyncDispose]());

  const completed = (round: number) => story.taskWhen(({ status }) => status === 'completed', round);

  it('handles a review: new commits, an answer in the thread, another request', async () => {
    const before = pull.headSha();
    await pull.review({
      state: 'CHANGES_REQUESTED',
      body: 'Too short.',
      comments: [{ path: 'greeting.txt', line: 1, body: 'Say good morning.' }],
    });
    await pull.review({ state: 'CHANGES_REQUESTED', body: 'I agree.', by: PEOPLE.noor });
    await pull.pushedAfter(before);
    await story.heard(/Say good morning\./);
    await pull.labelled('agent/review');
    const { parentTaskId, round } = await completed(1);
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
  });

  it('starts a flaky check once more, and mends one that fails again', async () => {
    const before = pull.headSha();
    const check = { repo: story.repo, number: pull.number, name: 'test' };
    remarks = world.github.reviewComments(story.repo, pull.number).length;
    world.github.failCheck({ ...check, log: 'Error: connect ETIMEDOUT 10.0.0.1:443' });
    await pull.pushedAfter(before);
    expect(world.reruns.filter(({ repo }) => repo === story.repo)).toHaveLength(1);
    await story.heard(/ETIMEDOUT/);
    await completed(2);
  });

  it('brings in a base that conflicts', async () => {
    const before = pull.headSha();
    await world.github.commit({
      repo: story.repo,
      branch: 'main',
      files: { 'greeting.txt': 'a stranger\n' },
      message: 'Greet',
    });
    await pull.pushedAfter(before);
    expect((await completed(3)).followUp?.kind).toBe('conflict');
  });

  it('does what a command says of those who may, and one round too many only when a comment allows it', async () => {
    const before = pull.headSha();
    pull.says('/commander add a second file please', PEOPLE.stranger);
    pull.says('/commander add a second file please');
    await pull.told(/commander continue/);
    // What was written before that comment is there by now: checks and conflicts are answered by no remark.
    expect(world.github.reviewComments(story.repo, pull.number)).toHaveLength(remarks);
    await story.taskWhen(({ status }) => status === 'waiting_human', 4);
    expect(pull.headSha()).toBe(before);
    pull.says('/commander continue');
    await pull.pushedAfter(before);
    await story.heard(/add a second file please/);
    await completed(4);
    expect(story.pulls()).toBe(1);
  });

  it('is the last one when the pull request is merged: the issue is done, and the branch goes', async () => {
    await pull.merge();
    await story.labelled('agent/done');
    await story.until('no branch', async () => !(pull.branch in (await world.github.branches(story.repo))));
  });
});
