import { AgentError, type Session } from '@opencode-commander/agent';
import type { Effect, Failpoints } from '@opencode-commander/service';

/** The same conversation; what the agent is told has failpoints around it. */
export function sessionWithFailpoints(session: Session, failpoints: Failpoints): Session {
  const around = <T>(effect: Effect, work: () => Promise<T>) =>
    failpoints.around(effect, work, (message) => new AgentError(message, { kind: 'container' }));
  return {
    ...session,
    prompt: (...args) => around('agent.prompt', () => session.prompt(...args)),
    ask: (asked) => around('agent.ask', () => session.ask(asked)),
    answer: (...args) => around('agent.answer', () => session.answer(...args)),
    rejectQuestion: (id) => around('agent.answer', () => session.rejectQuestion(id)),
    allowPermission: (...args) => around('agent.answer', () => session.allowPermission(...args)),
    denyPermission: (id) => around('agent.answer', () => session.denyPermission(id)),
    abort: () => around('agent.abort', () => session.abort()),
  };
}
