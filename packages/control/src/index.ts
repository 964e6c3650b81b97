export { UnclearAnswerError } from './answer.ts';
export { AnswerDoesNotFitError, type Answered, answerQuestion } from './answer-question.ts';
export type { BudgetLimits } from './budget-view.ts';
export { changeTask, type Decide } from './change-task.ts';
export { chooseModel, ModelNotAllowedError } from './choose-model.ts';
export { type CleanedHost, type CleanedUp, cleanup } from './cleanup.ts';
export type { ConfigChanged } from './config/change-config.ts';
export type { ConfigKeyView } from './config/config-key-view.ts';
export { NoSuchKeyError } from './config/show-config.ts';
export type { Control } from './control.ts';
export { type ControlClient, localClient } from './control-client.ts';
export { type Cost, cost } from './cost/cost.ts';
export { PeriodError } from './cost/days-since.ts';
export type { CostGroup } from './cost/sum-costs.ts';
export { createControl } from './create-control.ts';
export { type Dispatched, dispatch, dispatchOutputSchema } from './dispatch.ts';
export { DispatchError } from './dispatch-error.ts';
export type { DispatcherView } from './dispatcher-view.ts';
export { doctor } from './doctor/doctor.ts';
export { NoTaskError } from './find-task.ts';
export { followThrough } from './follow-through.ts';
export { type GitHubSource, issueOpener, issueReader, repositoryReader } from './github-source.ts';
export { grantBudget } from './grant-budget.ts';
export { HEARTBEAT_MS } from './heartbeat.ts';
export type { History } from './history.ts';
export { InputError } from './input-error.ts';
export { blockedNames } from './issue-for-text.ts';
export { listTasks } from './list-tasks.ts';
export { type LogPage, logCursorSchema } from './log-page.ts';
export { CannotMoveError, moveTask } from './move-task.ts';
export type { Effect, Operation, OperationControl } from './operation.ts';
export {
  type InputOf,
  isOperationName,
  OPERATION_NAMES,
  OPERATIONS,
  type OperationName,
  type OutputOf,
} from './operations.ts';
export { NoDeadWriteError, type OutboxList, type OutboxWrite, type WritesReplayed } from './outbox.ts';
export { parseInput } from './parse-input.ts';
export { type Paused, pause } from './pause.ts';
export { TwoScopesError } from './pause-scope.ts';
export type { PauseView } from './pause-view.ts';
export { prioritizeTask } from './prioritize-task.ts';
export type { ProcessView } from './process-view.ts';
export type { QuestionView } from './question-view.ts';
export type { QueueEntry } from './queue-list.ts';
export {
  addRepository,
  CannotPushError,
  type RepositoryChanged,
  type RepositoryView,
} from './repositories.ts';
export { type Resumed, resume } from './resume.ts';
export { NoTextError, retryTask } from './retry-task.ts';
export { routeOf } from './route-of.ts';
export { runOperation } from './run-operation.ts';
export type { InstanceView } from './sessions/list-instances.ts';
export {
  AskedByTaskError,
  DirectoryOutsideError,
  ForeignSessionError,
  InstanceNotFoundError,
  NoSessionError,
  NoSuchRequestError,
  SessionNotFoundError,
} from './sessions/session-error.ts';
export type { SessionView } from './sessions/session-view.ts';
export type { ShownDiff } from './show-diff.ts';
export {
  type RunningTask,
  runningTaskSchema,
  type SystemStatus,
  status,
  statusOutputSchema,
} from './status.ts';
export { stopTask } from './stop-task.ts';
export { TaskEndedError } from './task-ended-error.ts';
export { type TaskLogsOptions, taskLogs } from './task-logs.ts';
export { type TaskView, taskView, taskViewSchema } from './task-view.ts';
export { BY_HEADER, VERSION_HEADER } from './wire-headers.ts';
