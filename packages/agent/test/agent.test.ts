import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  bash,
  call,
  fail,
  type ModelSimulator,
  question,
  type Script,
  say,
  stall,
  startModelSimulator,
  structured,
  usage,
  write,
} from '@opencode-commander/simulators';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type Agent,
  AgentError,
  type AgentEvent,
  connectAgent,
  type Session,
  type WatchSettings,
} from '../src/index.ts';
import { PASSWORD, type RunningOpencode, startOpencode } from './start-opencode.ts';

// opencode boots in 2 s, and in 20 s while everything else is tested too.
const SLOW = { timeout: 90_000 };

let model: ModelSimulator;
let opencode: RunningOpencode;

beforeAll(async () => {
  model = await startModelSimulator();
  opencode = await startOpencode({ modelUrl: model.url });
});
afterAll(async () => {
  await opencode[Symbol.asyncDispose]();
  await model.stop();
});

type Steps = Extract<Script['steps'], readonly unknown[]>;

let scripts = 0;
/** Opens a session and prompts it for the steps. */
function begin(...steps: Steps): Promise<Session> {
  return beginBy(opencode.agent, ...steps);
}

async function beginBy(agent: Agent, ...steps: Steps): Promise<Session> {
  scripts += 1;
  const prompt = `Script ${scripts}.`;
  model.addScript({ name: prompt, match: (conversation) => conversation.prompt.startsWith(prompt), steps });
  const session = await agent.openSession({ title: 'test' });
  await session.prompt(prompt);
  return session;
}

async function follow(
  session: Session,
  settings: Partial<WatchSettings> = {},
  react: (event: AgentEvent) => Promise<void> | undefined = () => undefined,
): Promise<AgentEvent[]> {
  const events: AgentEvent[] = [];
  for await (const event of session.watch({ stuckMs: 20_000, pollMs: 1_000, ...settings })) {
    events.push(event);
    await react(event);
  }
  return events;
}

describe('an agent', SLOW, () => {
  it('is healthy, or says why not', async () => {
    await opencode.agent.untilHealthy({ timeoutMs: 5_000 });
    const { socketPath, directory } = opencode;
    await using stranger = connectAgent({ socketPath, directory, password: 'wrong' });
    await expect(stranger.untilHealthy({ timeoutMs: 30_000 })).rejects.toThrow('it answered 401');
    await using nobody = connectAgent({ socketPath: `${socketPath}x`, directory, password: PASSWORD });
    await expect(nobody.untilHealthy({ timeoutMs: 300 })).rejects.toThrow(AgentError);
  });

  it('takes a turn with tools and tells each thing once', async () => {
    const session = await begin(
      write('hello.txt', 'hello\n'),
      bash('seq 1 30'),
      call('read', { filePath: '/nowhere' }),
      say('All done.'),
    );
    const events = await follow(session);
    expect(await readFile(join(opencode.directory, 'hello.txt'), 'utf8')).toBe('hello\n');
    const ends = events.filter((event) => event.type === 'tool' && event.state !== 'running');
    expect(ends).toMatchObject([
      { tool: 'write', state: 'completed' },
      {
        tool: 'bash',
        state: 'completed',
        title: 'seq 1 30',
        output: expect.stringMatching(/^11\n(.*\n)*30$/),
      },
      { tool: 'read', state: 'error' },
    ]);
    expect(events.slice(-2)).toEqual([{ type: 'text', text: 'All done.' }, { type: 'idle' }]);
    expect(new Set(events.map((event) => JSON.stringify(event))).size).toBe(events.length);
  });

  it('asks, and goes on with the answer', async () => {
    const session = await begin(
      question({ question: 'Which colour?', options: ['red', 'blue'] }),
      say('Thanks.'),
    );
    const events = await follow(session, { stuckMs: 4_000 }, (event) =>
      event.type === 'question' ? session.answer(event.requestId, [['blue']]) : undefined,
    );
    expect(events.filter((event) => event.type === 'question')).toMatchObject([
      { questions: [{ question: 'Which colour?', options: [{ label: 'red' }, { label: 'blue' }] }] },
    ]);
    expect(JSON.stringify(model.requests.at(-1)?.conversation.messages)).toContain('blue');
    expect(events.at(-1)).toEqual({ type: 'idle' });
  });

  it('tells its list of what to do whenever that changes', async () => {
    const todo = (content: string, status: string) => ({ content, status, priority: 'high' });
    const session = await begin(
      call('todowrite', { todos: [todo('Read', 'in_progress'), todo('Guess', 'pending')] }),
      bash('sleep 1'),
      call('todowrite', { todos: [todo('Read', 'completed'), todo('Guess', 'cancelled')] }),
      say('Done.'),
    );
    const events = await follow(session);
    const lists = events.filter((event) => event.type === 'checklist').map(({ items }) => items);
    expect(lists.at(-1)).toEqual([{ text: 'Read', done: true }]);
    expect(lists[0]).toEqual([
      { text: 'Read', done: false },
      { text: 'Guess', done: false },
    ]);
    expect(lists).toHaveLength(2);
  });

  it('works with another model from a prompt on', async () => {
    const session = await begin(say('One.'), say('Two.'), say('Three.'));
    await follow(session);
    await session.prompt('Go on.', { model: 'sim/second' });
    await follow(session);
    expect(model.requests.at(-1)?.body.model).toBe('second');
    await session.prompt('And on.');
    await follow(session);
    expect(model.requests.at(-1)?.body.model).toBe('second');
  });

  it('goes on after a refused question, and cannot be answered twice', async () => {
    const session = await begin(question({ question: 'Which?', options: ['a'] }), say('I decide myself.'));
    const events = await follow(session, {}, async (event) => {
      if (event.type !== 'question') return;
      await session.rejectQuestion(event.requestId);
      await expect(session.answer(event.requestId, [['a']])).rejects.toThrow(AgentError);
    });
    expect(events.slice(-2)).toEqual([{ type: 'text', text: 'I decide myself.' }, { type: 'idle' }]);
  });

  it('answers with a value of a schema', async () => {
    const session = await begin(say('Done.'), structured({ title: 'A title' }), structured({ other: 1 }));
    await follow(session);
    const schema = { type: 'object', properties: { title: { type: 'string' } }, required: ['title'] };
    const asked = { prompt: 'And the title?', schema, timeoutMs: 20_000 };
    expect(await session.ask(asked)).toEqual({ title: 'A title' });
    // opencode passes on whatever the model gave.
    await expect(session.ask(asked)).rejects.toThrow("The agent's answer lacks title");
  });

  it('gives up an answer that does not come in time', async () => {
    const session = await begin(say('Done.'), stall(), structured({}));
    await follow(session);
    const asked = { prompt: 'Well?', schema: { type: 'object' }, timeoutMs: 1_500 };
    await expect(session.ask(asked)).rejects.toThrow('did not answer within 1500 ms');
  });

  it('sums what it and its subagents used', async () => {
    const task = { description: 'count', prompt: 'Subtask of the sum.', subagent_type: 'general' };
    model.addScript({
      name: 'subagent',
      match: (conversation) => conversation.prompt.startsWith('Subtask of the sum.'),
      steps: [
        usage({ input: 5, output: 7 }, bash('echo sub')),
        usage({ input: 10, output: 20 }, say('Counted.')),
      ],
    });
    const session = await begin(
      usage({ input: 100, output: 50 }, call('task', task)),
      usage({ input: 1_000, output: 300 }, say('Done.')),
    );
    const events = await follow(session);
    expect(events).toContainEqual(
      expect.objectContaining({ tool: 'bash', title: 'echo sub', state: 'completed' }),
    );
    const used = { inputTokens: 1_115, outputTokens: 377, costUsd: 0 };
    expect(await session.usage()).toEqual({ 'sim/scripted': used });
  });

  it('tells a model that a later turn was given from the one before', async () => {
    const session = await begin(
      usage({ input: 100, output: 50 }, say('One.')),
      usage({ input: 7, output: 3 }, say('Two.')),
    );
    await follow(session);
    const before = { 'sim/scripted': { inputTokens: 100, outputTokens: 50, costUsd: 0 } };
    expect(await session.usage()).toEqual(before);
    await session.prompt('Go on.', { model: 'sim/second' });
    await follow(session);
    const second = { inputTokens: 7, outputTokens: 3, costUsd: 0 };
    expect(await session.usage()).toEqual({ ...before, 'sim/second': second });
  });
});

describe('an agent whose model fails', SLOW, () => {
  it('reports a refused key without the provider’s words', async () => {
    const events = await follow(
      await begin(fail(401, { message: 'Incorrect API key provided: sk-abc***xyz' })),
    );
    expect(events).toEqual([
      {
        type: 'error',
        kind: 'model_refused',
        message: 'The model provider refused the key (401): check its api_key',
        retryAfterMs: null,
      },
    ]);
  });

  it.each([429, 500])('gives up a %i after as many tries as it may make', async (status) => {
    const events = await follow(await begin(fail(status, { message: 'Come back later' })), { retryLimit: 1 });
    const message = 'The model provider kept failing (attempt 2): Come back later';
    expect(events).toEqual([{ type: 'error', kind: 'model', message, retryAfterMs: null }]);
  });

  it('goes on when a retry succeeds', async () => {
    const session = await begin(fail(429, { times: 1, retryAfterSeconds: 1 }), say('There we are.'));
    const events = await follow(session, { retryLimit: 1 });
    expect(events).toEqual([{ type: 'text', text: 'There we are.' }, { type: 'idle' }]);
  });

  it('goes on also when a clock is an hour behind that of opencode', async () => {
    const { socketPath, directory } = opencode;
    const now = () => Date.now() - 3_600_000;
    await using agent = connectAgent({ socketPath, directory, password: PASSWORD, now });
    const session = await beginBy(agent, fail(429, { times: 1, retryAfterSeconds: 1 }), say('There.'));
    const events = await follow(session, { retryLimit: 1 });
    expect(events).toEqual([{ type: 'text', text: 'There.' }, { type: 'idle' }]);
  });

  it('does not wait for as long as a provider demands', async () => {
    const session = await begin(fail(429, { message: 'Quota', retryAfterSeconds: 86_400 }));
    const events = await follow(session);
    await session.abort();
    expect(events).toMatchObject([
      {
        type: 'error',
        kind: 'model_quota',
        message: expect.stringContaining('Quota'),
        retryAfterMs: expect.closeTo(86_400_000, -5),
      },
    ]);
  });

  it('reports a quota that is used up, and does not try again', async () => {
    const events = await follow(await begin(fail(402, { message: 'Used up', retryAfterSeconds: 7_200 })));
    const message = 'The model provider answered 402: Used up';
    expect(events).toEqual([{ type: 'error', kind: 'model_quota', message, retryAfterMs: 7_200_000 }]);
    const unknown = await follow(await begin(fail(402, { message: 'Used up' })));
    expect(unknown).toEqual([{ type: 'error', kind: 'model_quota', message, retryAfterMs: null }]);
  });

  it('is not stuck while a tool prints, and is when nothing happens', { timeout: 120_000 }, async () => {
    const printing = await begin(bash('for i in $(seq 20); do seq 2000; sleep 0.4; done'), say('Printed.'));
    const printed = await follow(printing, { stuckMs: 5_000, pollMs: 300 });
    expect(printed.at(-1)).toEqual({ type: 'idle' });
    const silent = await begin(bash('sleep 4'), say('Slept.'));
    const unchanged = { stuckMs: 1_500, pollMs: 300, lastChange: async () => null };
    expect((await follow(silent, unchanged)).at(-1)).toMatchObject({ type: 'stuck' });
    await silent.abort();
  });

  it('is not stuck while files change, however long a look at it takes', async () => {
    const session = await begin(bash('sleep 2'), say('Slept.'));
    const busy = { stuckMs: 30, pollMs: 1, lastChange: async () => Date.now() };
    expect((await follow(session, busy)).at(-1)).toEqual({ type: 'idle' });
  });

  it('is stuck when the model falls silent, and free after an abort', async () => {
    const session = await begin(bash('echo before'), stall({ times: 1 }), say('Here again.'));
    const events = await follow(session, { stuckMs: 1_500, pollMs: 300 });
    expect(events.at(-1)).toMatchObject({
      type: 'stuck',
      message: expect.stringContaining('bash echo before'),
    });
    await session.abort();
    await session.prompt('Go on.');
    expect(await follow(session)).toEqual([{ type: 'text', text: 'Here again.' }, { type: 'idle' }]);
  });

  it('reports its own abort', async () => {
    const session = await begin(stall());
    await model.untilRequest(
      (request) => request.step === 'stall' && request.headers['x-session-id'] === session.id,
    );
    await session.abort();
    expect(await follow(session)).toEqual([
      { type: 'error', kind: 'agent', message: 'The turn was aborted', retryAfterMs: null },
    ]);
  });

  it('stops watching on the signal', async () => {
    const session = await begin(stall());
    await expect(follow(session, { signal: AbortSignal.timeout(300) })).rejects.toThrow('timeout');
    await session.abort();
  });
});
