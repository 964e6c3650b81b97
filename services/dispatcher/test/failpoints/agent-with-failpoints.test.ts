import { type Agent, AgentError, type Session } from '@opencode-commander/agent';
import type { Failpoints } from '@opencode-commander/service';
import { expect, it } from 'vitest';
import { agentWithFailpoints } from '../../src/failpoints/agent-with-failpoints.ts';

const session = { id: 'ses_1', ask: async () => 'blue', hasBegun: async () => true } as unknown as Session;
const agent = {
  openSession: async () => session,
  attachSession: async () => session,
  exportSession: async () => '{}',
} as unknown as Agent;

it('an agent has failpoints around its conversations and in them, whether they are begun or taken up', async () => {
  const effects: string[] = [];
  const failpoints: Failpoints = {
    around: async (effect, work, toError) => {
      effects.push(effect);
      if (effect === 'agent.export_session') throw toError('gone');
      return work();
    },
  };
  const guarded = agentWithFailpoints(agent, failpoints);
  const asked = { prompt: 'Which?', schema: {}, timeoutMs: 1 };
  expect(await (await guarded.openSession({ title: 'acme/web#1' })).ask(asked)).toBe('blue');
  const taken = await guarded.attachSession('ses_1');
  expect(await taken.hasBegun()).toBe(true);
  expect(await taken.ask(asked)).toBe('blue');
  await expect(guarded.exportSession('ses_1')).rejects.toThrow(AgentError);
  expect(effects).toEqual(['agent.open_session', 'agent.ask', 'agent.ask', 'agent.export_session']);
});
