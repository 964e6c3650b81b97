import { bash, say } from '@opencode-commander/simulators';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commit } from './story.ts';
import { createWorld, PEOPLE, type World } from './world.ts';

const work = [commit('done.txt', 'done'), say('Done.')];

describe('a command in a comment', { timeout: 240_000 }, () => {
  let world: World;
  beforeAll(async () => {
    world = await createWorld({ slots: 2 });
  });
  afterAll(() => world[Symbol.asyncDispose]());

  it.concurrent('gets a reaction, and an answer where there is one', async () => {
    const story = await world.story({ steps: work });
    story.label('agent');
    await story.pull();
    const { id } = story.says('/commander help');
    await story.told(/commander retry/);
    await story.until('a reaction', () =>
      world.github
        .reactions({ repo: story.repo, number: story.number, comment: id })
        .some(({ content }) => content === 'eyes'),
    );
    story.says('/commander hlep');
    await story.told(/Did you mean `\/commander help`/);
    story.says('/commander status');
    await story.told(/Pull request ready/);
  });

  it.concurrent('stops the work, and has it tried again', async () => {
    const story = await world.story({ steps: [bash('sleep 500'), ...work] });
    story.label('agent');
    await story.heard(/Please\./);
    await story.labelled('agent/running');
    story.says('/commander stop', PEOPLE.stranger);
    await story.told(/may|permission|write access/i);
    expect((await story.task()).status).toBe('running');
    story.says('/commander stop');
    await story.taskWhen(({ status }) => status === 'cancelled');
    expect(story.pulls()).toBe(0);
    story.says('/commander retry');
    await story.taskWhen(({ status }) => status === 'running');
    story.close();
    await story.taskWhen(({ status }) => status === 'cancelled');
  });

  it.concurrent('sets the priority label and the model', async () => {
    const story = await world.story({ steps: work });
    const blocker = await world.story({ title: 'blocker' });
    world.github.addBlocker({ repo: story.repo, number: story.number, blocker });
    story.label('agent');
    await story.labelled('agent/queued');
    story.says('/commander priority high');
    await story.labelled('priority/high');
    story.says('/commander model simulated/other');
    await story.taskWhen(({ model, priority }) => model === 'simulated/other' && priority === 'high');
    blocker.close();
    await story.pull();
    expect(
      world.model.requests.filter(({ script }) => script === `${story.repo}#${story.number}`),
    ).toContainEqual(expect.objectContaining({ body: expect.objectContaining({ model: 'other' }) }));
  });
});
