export {
  type AgentEnvironmentOptions,
  type AgentProvider,
  agentEnvironment,
} from './agent-environment.ts';
export { AgentError, type AgentFailureKind } from './agent-error.ts';
export type { AgentEvent, Question } from './agent-event.ts';
export { type Agent, type AgentOptions, connectAgent } from './connect-agent.ts';
export type { Asked, Session, WatchSettings } from './session.ts';
