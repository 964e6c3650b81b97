import {
  bash,
  call,
  type ModelSimulator,
  question,
  type Script,
  say,
  startModelSimulator,
} from '@opencode-commander/simulators';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Agent, type AgentEvent, connectAgent, type Session } from '../src/index.ts';
import { PASSWORD, type RunningOpencode, startOpencode } from './start-opencode.ts';

// opencode boots in 2 s, and in 20 s while everything else is tested too.
const SLOW = { timeout: 90_000 };

let model: ModelSimulator;
let opencode: RunningOpencode;
beforeAll(async () => {
  model = await startModelSimulator();
  opencode = await startOpencode({ modelUrl: model.url, ask: ['bash', 'webfetch'] });
});
afterAll(async () => {
  await opencode[Symbol.asyncDispose]();
  await model.stop();
});

type Steps = Extract<Script['steps'], readonly unknown[]>;

let scripts = 0;
/** A session in the middle of a turn that waits, whose dispatcher is gone; and the agent of its successor. */
async function leftAt(
  types: AgentEvent['type'] | AgentEvent['type'][],
  ...steps: Steps
): Promise<{ id: string; agent: Agent; told: AgentEvent[] }> {
  scripts += 1;
  const prompt = `Left ${scripts}.`;
  model.addScript({ name: prompt, match: (conversation) => conversation.prompt.startsWith(prompt), steps });
  const { socketPath, directory } = opencode;
  await using first = connectAgent({ socketPath, directory, password: PASSWORD });
  const session = await first.openSession({ title: 'left' });
  await session.prompt(prompt);
  const told: AgentEvent[] = [];
  for await (const event of session.watch({ stuckMs: 20_000, pollMs: 500 })) {
    told.push(event);
    // A question may be found before the text in front of it is whole.
    if ([types].flat().every((type) => told.some((each) => each.type === type))) break;
  }
  const agent = connectAgent({ socketPath, directory, password: PASSWORD });
  return { id: session.id, agent, told };
}

async function follow(session: Session): Promise<AgentEvent[]> {
  const events: AgentEvent[] = [];
  for await (const event of session.watch({ stuckMs: 20_000, pollMs: 500 })) events.push(event);
  return events;
}

describe('a session that somebody else began', SLOW, () => {
  it('is answered in place, and tells only what is new', async () => {
    const left = await leftAt(
      ['text', 'question'],
      call('write', { filePath: 'a.txt', content: 'a' }, 'First I write.'),
      question({ question: 'Which colour?', options: ['red', 'blue'] }),
      say('Blue, then.'),
    );
    expect(left.told).toContainEqual({ type: 'text', text: 'First I write.' });
    await using agent = left.agent;
    const session = await agent.attachSession(left.id);
    const { questions, permissions } = await session.pending();
    expect(questions).toMatchObject([{ questions: [{ question: 'Which colour?' }] }]);
    expect(permissions).toEqual([]);
    await session.answer(questions[0]?.requestId ?? '', [['blue']]);
    const events = await follow(session);
    expect(events.filter(({ type }) => type === 'text')).toEqual([{ type: 'text', text: 'Blue, then.' }]);
    expect(events).toContainEqual(expect.objectContaining({ tool: 'question', state: 'completed' }));
    expect(events.filter((event) => event.type === 'tool' && event.tool === 'write')).toEqual([]);
    expect(events.at(-1)).toEqual({ type: 'idle' });
    expect(await session.pending()).toEqual({ questions: [], permissions: [] });
  });

  it('tells a question that still waits', async () => {
    const left = await leftAt('question', question({ question: 'Which?', options: ['a'] }), say('Well.'));
    await using agent = left.agent;
    const session = await agent.attachSession(left.id);
    for await (const event of session.watch({ stuckMs: 20_000, pollMs: 500 })) {
      if (event.type === 'question') await session.rejectQuestion(event.requestId);
      else expect(event.type).not.toBe('stuck');
    }
  });

  it('is over at once when its turn is, or when it never had one', async () => {
    const left = await leftAt('idle', say('Done before you came.'));
    await using agent = left.agent;
    expect(await follow(await agent.attachSession(left.id))).toEqual([{ type: 'idle' }]);
    const empty = await agent.openSession({ title: 'empty' });
    expect(await follow(await agent.attachSession(empty.id))).toEqual([{ type: 'idle' }]);
  });

  it('takes another prompt, whose turn is told whole', async () => {
    const left = await leftAt('idle', say('One.'), say('Two.'));
    await using agent = left.agent;
    const session = await agent.attachSession(left.id);
    await session.prompt('And?');
    expect(await follow(session)).toEqual([{ type: 'text', text: 'Two.' }, { type: 'idle' }]);
  });

  it.each(['allow', 'deny'] as const)('has a permission that people %s', async (decision) => {
    const left = await leftAt('permission', bash('echo $((6 * 7))'), say('Over.'));
    await using agent = left.agent;
    const session = await agent.attachSession(left.id);
    const [asked] = (await session.pending()).permissions ?? [];
    expect(asked).toMatchObject({ permission: 'bash', patterns: ['echo $((6 * 7))'] });
    const { requestId = '' } = asked ?? {};
    await (decision === 'allow'
      ? session.allowPermission(requestId, 'once')
      : session.denyPermission(requestId));
    const events = await follow(session);
    const ended = decision === 'allow' ? { state: 'completed', output: '42' } : { state: 'error' };
    expect(events).toContainEqual(expect.objectContaining({ type: 'tool', tool: 'bash', ...ended }));
    expect(events.slice(-2)).toEqual([{ type: 'text', text: 'Over.' }, { type: 'idle' }]);
  });

  // As webfetch's request is, whose details hold an undefined value: opencode answers 400 to the list then.
  it('has a permission that opencode cannot list', async () => {
    const fetching = call('webfetch', { url: 'http://127.0.0.1:9/', format: 'text' });
    const left = await leftAt('permission', fetching, say('Over.'));
    await using agent = left.agent;
    const session = await agent.attachSession(left.id);
    expect(await session.pending()).toEqual({ questions: [], permissions: null });
    const asked = left.told.find((event) => event.type === 'permission');
    await session.denyPermission(asked?.requestId ?? '');
    expect((await follow(session)).slice(-2)).toEqual([{ type: 'text', text: 'Over.' }, { type: 'idle' }]);
  });

  it('tells such a permission also when it is asked for between an answer and the watch', async () => {
    const fetching = call('webfetch', { url: 'http://127.0.0.1:9/', format: 'text' });
    const asking = question({ question: 'Which?', options: ['a'] });
    const left = await leftAt('question', asking, fetching, say('Over.'));
    await using agent = left.agent;
    const session = await agent.attachSession(left.id);
    const { questions } = await session.pending();
    await session.answer(questions[0]?.requestId ?? '', [['a']]);
    await expect.poll(() => session.pending(), { timeout: 20_000 }).toMatchObject({ permissions: null });
    for await (const event of session.watch({ stuckMs: 5_000, pollMs: 500 })) {
      expect(event.type).not.toBe('stuck');
      if (event.type === 'permission') await session.denyPermission(event.requestId);
    }
    expect(model.requests.at(-1)?.step).toBe('say');
  });
});
