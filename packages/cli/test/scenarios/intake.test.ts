import { say } from '@opencode-commander/simulators';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commit } from './story.ts';
import { createWorld, PEOPLE, type World } from './world.ts';

const work = [commit('done.txt', 'done'), say('Done.')];

describe('an issue', { timeout: 240_000 }, () => {
  let world: World;
  beforeAll(async () => {
    world = await createWorld({ slots: 2 });
  });
  afterAll(() => world[Symbol.asyncDispose]());

  it.concurrent('becomes one task whichever and however many trigger labels it carries', async () => {
    const story = await world.story({ steps: work });
    story.label('agent', 'agent/ready');
    story.unlabel('agent');
    story.label('agent');
    await story.pull();
    await story.labelled('agent/review');
    await story.told(/Pull request ready/);
    expect(story.ours()).toHaveLength(2);
  });

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
    const trusted = await world.story({ steps: work });
    trusted.label('agent');
    await trusted.pull();
    expect(story.ours()).toHaveLength(1);
    expect(story.pulls()).toBe(0);
  });

  it.concurrent('asks again when a stranger changes its text after it was accepted', async () => {
    const blocker = await world.story({ title: 'blocker' });
    const story = await world.story({
      author: PEOPLE.stranger,
      body: `Do the good thing.\n\nDepends on ${blocker.repo}#${blocker.number}`,
      steps: work,
    });
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
  });
});
