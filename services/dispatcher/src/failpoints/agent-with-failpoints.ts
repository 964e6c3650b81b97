import { type Agent, AgentError } from '@opencode-commander/agent';
import type { Effect, Failpoints } from '@opencode-commander/service';
import { sessionWithFailpoints } from './session-with-failpoints.ts';

/** The same agent; conversations that are begun and exported have failpoints around them, and so has what is said in them. */
export function agentWithFailpoints(agent: Agent, failpoints: Failpoints): Agent {
  const around = <T>(effect: Effect, work: () => Promise<T>) =>
    failpoints.around(effect, work, (message) => new AgentError(message, { kind: 'container' }));
  return {
    ...agent,
    openSession: async (options) => {
      const session = await around('agent.open_session', () => agent.openSession(options));
      return sessionWithFailpoints(session, failpoints);
    },
    attachSession: async (id) => sessionWithFailpoints(await agent.attachSession(id), failpoints),
    exportSession: (id) => around('agent.export_session', () => agent.exportSession(id)),
  };
}
