export {
  type AgentEnvironmentOptions,
  type AgentProvider,
  agentEnvironment,
  type ModelPrice,
} from './agent-environment.ts';
export { AgentError, type AgentFailureKind } from './agent-error.ts';
export type { AgentEvent, AskedPermission, AskedQuestion, ChecklistItem, Question } from './agent-event.ts';
export { type Agent, connectAgent } from './connect-agent.ts';
export type { Asked, PendingRequests, PromptOptions, Session, WatchSettings } from './session.ts';
export type { SessionState } from './session-state.ts';
