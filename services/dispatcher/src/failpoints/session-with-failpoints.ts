import { AgentError, type Session } from '@opencode-commander/agent';
import type { Effect, Failpoints } from '@opencode-commander/service';

/** The same conversation; what the agent is told has failpoints around it. */
export function sessionWithFailpoints(session: Session, failpoints: Failpoints): Session {
  const around = <T>(effect: Effect, work: () => Promise<T>) =>
    failpoints.around(effect, work, (message) => new AgentError(message));
  return {
    ...session,
    prompt: (...args) => around('agent.prompt', () => session.prompt(...args)),
    answer: (...args) => around('agent.answer', () => session.answer(...args)),
    abort: () => around('agent.abort', () => session.abort()),
  };
}
