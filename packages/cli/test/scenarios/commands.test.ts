import { bash, say } from '@opencode-commander/simulators';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { touchInContainer } from '../podman.ts';
import { commit, type Story } from './story.ts';
import { createWorld, PEOPLE, type World } from './world.ts';

const work = [bash('until [ -e /tmp/go ]; do sleep 0.2; done'), commit('done.txt', 'done'), say('Done.')];

// Each goes on where the one before it ends.
describe('a command in a comment', { timeout: 240_000 }, () => {
  let world: World;
  let story: Story;
  let blocker: Story;
  beforeAll(async () => {
    world = await createWorld({ slots: 1 });
    story = await world.story({ steps: work });
    blocker = await world.story({ title: 'blocker' });
    world.github.addBlocker({ repo: story.repo, number: story.number, blocker });
    story.label('agent');
    await story.labelled('agent/queued');
  });
  afterAll(() => world[Symbol.asyncDispose]());

  it('gets a reaction, and an answer where there is one', async () => {
    const { id } = story.says('/commander help');
    await story.told(/commander retry/);
    await story.until('a reaction', () =>
      world.github
        .reactions({ repo: story.repo, number: story.number, comment: id })
        .some(({ content }) => content === 'eyes'),
    );
    story.says('/commander hlep');
    await story.told(/Did you mean `\/commander help`/);
  });

  it('sets the priority label and the model', async () => {
    story.says('/commander priority high');
    await story.labelled('priority/high');
    story.says('/commander model simulated/other');
    await story.taskWhen(({ model, priority }) => model === 'simulated/other' && priority === 'high');
    blocker.close();
    await story.heard(/Please\./);
    const [asked] = world.model.requests;
    expect(asked?.body.model).toBe('other');
  });

  it('stops the work, and has it tried again', async () => {
    await story.labelled('agent/running');
    story.says('/commander stop', PEOPLE.stranger);
    await story.told(/may|permission|write access/i);
    expect((await story.task()).status).toBe('running');
    story.says('/commander stop');
    await story.taskWhen(({ status }) => status === 'cancelled');
    expect(story.pulls()).toBe(0);
    story.says('/commander retry');
    const { containerId } = await story.taskWhen(
      ({ status, containerId: own }) => status === 'running' && own !== null,
    );
    await touchInContainer(containerId ?? '', '/tmp/go');
    await story.pull();
    await story.told(/Pull request ready/);
    const said = story.ours().length;
    story.says('/commander status');
    await story.until('an answer', () => story.ours().length > said);
  });
});
