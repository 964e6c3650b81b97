import { say } from '@opencode-commander/simulators';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commit } from './story.ts';
import { createWorld, PEOPLE, type World } from './world.ts';

const work = [commit('done.txt', 'done'), say('Done.')];

describe('an issue', { timeout: 240_000 }, () => {
  let world: World;
  beforeAll(async () => {
    world = await createWorld({ slots: 1 });
  });
  afterAll(() => world[Symbol.asyncDispose]());

  it.concurrent('is refused, once, when somebody without the right labels it', async () => {
    const story = await world.story({ steps: work, author: PEOPLE.stranger });
    world.github.changeLabels({ repo: story.repo, number: story.number, by: PEOPLE.bot, add: ['agent'] });
    await story.told(/write access|may start/i);
    story.says('And now?', PEOPLE.stranger);
    world.github.changeLabels({
      repo: story.repo,
      number: story.number,
      by: PEOPLE.stranger,
      add: ['agent/ready'],
    });
    const trusted = await world.story({ body: `Depends on ${story.repo}#${story.number}` });
    trusted.label('agent');
    await trusted.labelled('agent/queued');
    expect(story.ours()).toHaveLength(1);
    expect(story.pulls()).toBe(0);
  });

  it.concurrent('becomes one task whichever and however many labels it gets, and asks again when a stranger changes its text', async () => {
    const blocker = await world.story({ title: 'blocker' });
    const story = await world.story({
      author: PEOPLE.stranger,
      body: `Do the good thing.\n\nDepends on ${blocker.repo}#${blocker.number}`,
      steps: work,
    });
    story.label('agent', 'agent/ready');
    story.unlabel('agent');
    story.label('agent');
    await story.labelled('agent/queued');
    world.github.editIssue({
      repo: story.repo,
      number: story.number,
      by: PEOPLE.stranger,
      body: 'Do the bad thing.',
    });
    await story.told(/commander approve/);
    await story.labelled('agent/waiting');
    story.says('/commander deny');
    await story.labelled('agent/queued');
    blocker.close();
    await story.heard(/Do the good thing/);
    await story.pull();
    await story.labelled('agent/review');
    await story.told(/Pull request ready:/);
    const comments = (pattern: RegExp) => story.ours().filter((body) => pattern.test(body));
    // The status and the result.
    expect(comments(/Pull request ready/)).toHaveLength(2);
    expect(comments(/commander approve/)).toHaveLength(1);
    expect(story.pulls()).toBe(1);
  });
});
