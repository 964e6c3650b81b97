import { bash, call, type ModelSimulator, say, startModelSimulator } from '@opencode-commander/simulators';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Agent, type AgentEvent, connectAgent, type Session } from '../src/index.ts';
import { PASSWORD, type RunningOpencode, startOpencode } from './start-opencode.ts';

// opencode boots in 2 s, and in 20 s while everything else is tested too.
const SLOW = { timeout: 90_000 };

let model: ModelSimulator;
let opencode: RunningOpencode;
let agent: Agent;
beforeAll(async () => {
  const steps = [bash('echo one'), bash('sleep 1; echo two'), say('All done.')];
  model = await startModelSimulator({ scripts: [{ name: 'all', match: () => true, steps }] });
  opencode = await startOpencode({ modelUrl: model.url });
});
afterAll(async () => {
  await opencode[Symbol.asyncDispose]();
  await model.stop();
});
beforeEach(() => {
  const { socketPath, directory } = opencode;
  agent = connectAgent({ socketPath, directory, password: PASSWORD });
});
afterEach(async () => {
  opencode.admitEvents();
  await agent.close();
});

async function follow(session: Session, cutAfter: (event: AgentEvent) => void = () => undefined) {
  const events: AgentEvent[] = [];
  for await (const event of session.watch({ stuckMs: 20_000, pollMs: 300, unreachableMs: 1_000 })) {
    events.push(event);
    cutAfter(event);
  }
  return events;
}

const TOLD = [
  { tool: 'bash', state: 'completed', output: 'one' },
  { tool: 'bash', state: 'completed', output: 'two' },
  { type: 'text', text: 'All done.' },
  { type: 'idle' },
];
const withoutBegins = (events: readonly AgentEvent[]) =>
  events.filter((event) => !(event.type === 'tool' && event.state === 'running'));

describe('a watcher that loses opencode', SLOW, () => {
  it('finishes by polls when there is no event stream any more', async () => {
    const session = await agent.openSession({ title: 'test' });
    await session.prompt('Go.');
    const events = await follow(session, (event) => event.type === 'tool' && opencode.refuseEvents());
    expect(withoutBegins(events)).toMatchObject(TOLD);
  });

  it('goes on when every connection is cut once', async () => {
    const session = await agent.openSession({ title: 'test' });
    await session.prompt('Go.');
    let cuts = 0;
    const events = await follow(session, () => {
      cuts += 1;
      if (cuts === 1) opencode.cut();
    });
    expect(withoutBegins(events)).toMatchObject(TOLD);
  });

  it('takes up a session that another began', async () => {
    const first = await agent.openSession({ title: 'test' });
    await first.prompt('Go.');
    const session = await agent.attachSession(first.id);
    expect(withoutBegins(await follow(session))).toMatchObject(TOLD);
    await expect(agent.attachSession('ses_unknown')).rejects.toThrow('find the session ses_unknown');
  });

  // The last one: it kills the opencode of all.
  it('says so when opencode has died', async () => {
    model.addScript({
      name: 'long',
      match: () => true,
      steps: [call('bash', { command: 'sleep 60', description: 'wait' })],
    });
    const session = await agent.openSession({ title: 'test' });
    await session.prompt('Go.');
    const events: AgentEvent[] = [];
    for await (const event of session.watch({ stuckMs: 20_000, pollMs: 300, unreachableMs: 1_000 })) {
      events.push(event);
      if (event.type === 'tool') await opencode.kill();
    }
    expect(events.at(-1)).toMatchObject({
      type: 'error',
      kind: 'container',
      message: expect.stringContaining('does not answer any more'),
    });
    await expect(session.usage()).rejects.toThrow('cannot be reached');
  });
});
