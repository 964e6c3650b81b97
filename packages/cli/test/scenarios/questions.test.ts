import { call, question, say } from '@opencode-commander/simulators';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commit } from './story.ts';
import { createWorld, PEOPLE, type World } from './world.ts';

const COLOUR = question({ question: 'Which colour?', options: ['Red', 'Blue'] });
const work = [commit('colour.txt', 'as you like it'), say('Done.')];

describe('a question to people', { timeout: 240_000 }, () => {
  let world: World;
  beforeAll(async () => {
    world = await createWorld({ slots: 2, env: { COMMANDER_AGENT_ASK: 'webfetch' } });
  });
  afterAll(() => world[Symbol.asyncDispose]());

  it.concurrent('is a comment with numbered options, and a number answers it', async () => {
    const story = await world.story({ steps: [COLOUR, ...work] });
    story.label('agent');
    const asked = await story.told(/Which colour\?/);
    expect(asked).toMatch(/1\. .*Red[\s\S]*2\. .*Blue/);
    await story.labelled('agent/waiting');
    story.says('2');
    await story.heard(/Blue/);
    await story.pull();
    await story.labelled('agent/review');
    expect((await story.task()).question).toBeNull();
  });

  it.concurrent('is answered once, by the first who may, and only after it was asked', async () => {
    const story = await world.story({ steps: [COLOUR, ...work] });
    story.says('1');
    story.label('agent');
    await story.told(/Which colour\?/);
    story.says('1', PEOPLE.stranger);
    story.says('1', PEOPLE.bot);
    expect((await story.task()).status).toBe('waiting_human');
    story.says('Blue');
    story.says('Red', PEOPLE.noor);
    await story.heard(/Blue/);
    await story.pull();
    const said = world.model.requests.flatMap(({ conversation, script }) =>
      script === `${story.repo}#${story.number}` ? conversation.messages.map(({ text }) => text) : [],
    );
    expect(said.filter((text) => /"?Which colour\?"?.*Red/.test(text))).toEqual([]);
  });

  it.concurrent('can be several at once, with several choices and own words', async () => {
    const steps = [
      question(
        { question: 'Which colours?', options: ['Red', 'Blue', 'Green'], multiple: true },
        { question: 'Which name?', options: ['Rose'] },
      ),
      ...work,
    ];
    const story = await world.story({ steps });
    story.label('agent');
    await story.told(/Which colours\?[\s\S]*Which name\?/);
    story.says('🎉');
    await story.told(/could not|cannot|not.*(read|understand)/i);
    story.says('1: 1, 3\n2: Lavender');
    await story.heard(/Red[\s\S]*Green/);
    await story.heard(/Lavender/);
    await story.pull();
  });

  it.concurrent('is asked for permission too, which can be given or refused', async () => {
    const fetching = call('webfetch', { url: 'https://example.com/', format: 'text' });
    const [given, refused] = await Promise.all(
      ['given', 'refused'].map((title) => world.story({ title, steps: [fetching, ...work] })),
    );
    given?.label('agent');
    refused?.label('agent');
    await Promise.all([given?.told(/commander approve/), refused?.told(/commander approve/)]);
    given?.says('/commander approve');
    refused?.says('/commander deny');
    await Promise.all([given?.pull(), refused?.pull()]);
  });
});

describe('a question nobody answers soon', { timeout: 240_000 }, () => {
  it('has its container stopped, and goes on in the same session when the answer comes', async () => {
    await using world = await createWorld({ slots: 1, env: { COMMANDER_CONTAINERS_KEEP_WARM: '1s' } });
    const story = await world.story({ steps: [COLOUR, ...work] });
    story.label('agent');
    await story.told(/Which colour\?/);
    const { containerId, sessionId } = await story.taskWhen(({ status }) => status === 'waiting_human');
    await world.containerBecomes(containerId ?? '', 'exited');
    story.says('Blue');
    await story.heard(/You asked[\s\S]*Blue/);
    await story.pull();
    expect(await story.task()).toMatchObject({ containerId, sessionId });
  });

  it('fails after a while and says so, and can be tried again', async () => {
    await using world = await createWorld({ slots: 1, env: { COMMANDER_TIMEOUTS_HUMAN: '5s' } });
    const story = await world.story({ steps: [COLOUR, ...work] });
    story.label('agent');
    await story.told(/Which colour\?/);
    await story.labelled('agent/failed');
    await story.told(/nobody answered|no answer/i);
    expect((await story.task()).failure?.kind).toBe('no_answer');
    story.says('/commander retry');
    await story.taskWhen(({ status, questions }) => status === 'waiting_human' && questions === 2);
    story.close();
    await story.taskWhen(({ status }) => status === 'cancelled');
  });
});
