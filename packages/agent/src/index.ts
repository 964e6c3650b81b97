export {
  type AgentEnvironmentOptions,
  type AgentProvider,
  agentEnvironment,
  type ModelPrice,
} from './agent-environment.ts';
export { AgentError, type AgentFailureKind, RefusedCallError, TooLargeAnswerError } from './agent-error.ts';
export type { AgentEvent, AskedPermission, AskedQuestion, ChecklistItem, Question } from './agent-event.ts';
export { answerRequests } from './answer-requests.ts';
export { type Agent, connectAgent } from './connect-agent.ts';
export { describeFailure } from './describe-failure.ts';
export { exportSession } from './export-session.ts';
export {
  basicAuth,
  type OpencodeAddress,
  type OpencodeConnection,
  openConnection,
} from './opencode-connection.ts';
export { readChildIds } from './read-children.ts';
export { readMessages } from './read-messages.ts';
export type { Asked, PendingRequests, PromptOptions, Session, WatchSettings } from './session.ts';
export type { SessionState } from './session-state.ts';
export { splitModel } from './split-model.ts';
export { observePart } from './turn/observe-part.ts';
export { readRequests } from './turn/read-requests.ts';
export { idSchema, statusesSchema, type WireMessage, type WireStatus } from './wire.ts';
