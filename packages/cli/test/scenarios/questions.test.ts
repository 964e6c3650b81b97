import { call, question, say, write } from '@opencode-commander/simulators';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commit, type Story } from './story.ts';
import { createWorld, PEOPLE, type World } from './world.ts';

const COLOUR = question({ question: 'Which colour?', options: ['Red', 'Blue'] });
const SEVERAL = question(
  { question: 'Which flowers?', options: ['Rose', 'Iris', 'Lily'], multiple: true },
  { question: 'Which name?', options: ['Flora'] },
);
const LIBRARY = question({ question: 'Which library?', options: ['None', 'Left-pad'] });
const fetching = call('webfetch', { url: 'https://example.com/', format: 'text' });
const work = [commit('colour.txt', 'as you like it'), say('Done.')];

// Each goes on where the one before it ends.
describe('a question to people', { timeout: 240_000 }, () => {
  let world: World;
  let story: Story;
  beforeAll(async () => {
    world = await createWorld({ slots: 1, env: { COMMANDER_AGENT_ASK: 'webfetch,edit' } });
    const steps = [COLOUR, fetching, write('unwanted.txt', 'no'), SEVERAL, LIBRARY, ...work];
    story = await world.story({ steps });
    // Before anything was asked.
    story.says('1');
    story.label('agent');
  });
  afterAll(() => world[Symbol.asyncDispose]());

  it('is answered once, by the first who may, and only after it was asked', async () => {
    await story.told(/Which colour\?/);
    story.says('1', PEOPLE.stranger);
    story.says('1', PEOPLE.bot);
    expect((await story.task()).status).toBe('waiting_human');
    story.says('Blue');
    story.says('Red', PEOPLE.noor);
    await story.heard(/Blue/);
    await story.told(/webfetch[\s\S]*commander approve/);
    const said = world.model.requests.flatMap(({ conversation }) =>
      conversation.messages.map(({ text }) => text),
    );
    expect(said.filter((text) => /"?Which colour\?"?.*Red/.test(text))).toEqual([]);
  });

  it('is asked for permission too, which can be given or refused', async () => {
    story.says('/commander approve');
    await story.told(/edit[\s\S]*commander approve/);
    story.says('/commander deny');
    await story.heard(/rejected permission/);
    await story.told(/Which flowers\?[\s\S]*Which name\?/);
  });

  it('can be several at once, with several choices and own words', async () => {
    story.says('🎉');
    await story.told(/could not|cannot|not.*(read|understand)/i);
    story.says('1: 1, 3\n2: Lavender');
    await story.heard(/Rose[\s\S]*Lily/);
    await story.heard(/Lavender/);
  });

  it('is a comment with numbered options, and a number answers it', async () => {
    expect(await story.told(/Which library\?/)).toMatch(/1\. .*None[\s\S]*2\. .*Left-pad/);
    await story.labelled('agent/waiting');
    story.says('2');
    await story.heard(/Which library\?.*Left-pad/);
    await story.pull();
    await story.labelled('agent/review');
    expect((await story.task()).question).toBeNull();
  });
});

describe('a question nobody answers soon', { timeout: 240_000 }, () => {
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
