export { UnclearAnswerError } from './answer.ts';
export {
  AnswerDoesNotFitError,
  type Answered,
  answerQuestion,
  answerQuestionInputSchema,
  answerQuestionOutputSchema,
} from './answer-question.ts';
export type { BudgetControl, BudgetLimits } from './budget-view.ts';
export { changeTask, type Decide } from './change-task.ts';
export {
  chooseModel,
  chooseModelInputSchema,
  chooseModelOutputSchema,
  type ModelChosen,
  type ModelControl,
  ModelNotAllowedError,
} from './choose-model.ts';
export { type CleanedHost, type CleanedUp, cleanup } from './cleanup.ts';
export type { ConfigChanged } from './config/change-config.ts';
export type { ConfigControl, ConfigEditor } from './config/config-editor.ts';
export type { ConfigKeyView } from './config/config-key-view.ts';
export { type ConfigShown, NoSuchKeyError } from './config/show-config.ts';
export type { ActingControl, Control } from './control.ts';
export { type ControlClient, localClient } from './control-client.ts';
export { type Cost, cost } from './cost/cost.ts';
export { PeriodError } from './cost/days-since.ts';
export type { CostGroup } from './cost/sum-costs.ts';
export { createControl, type GitHubSource } from './create-control.ts';
export {
  type DispatchControl,
  type Dispatched,
  dispatch,
  dispatchOutputSchema,
  type IssueToDispatch,
} from './dispatch.ts';
export { DispatchError, type DispatchErrorKind } from './dispatch-error.ts';
export { dispatchInputSchema } from './dispatch-input.ts';
export type { DispatcherView } from './dispatcher-view.ts';
export { type DoctorControl, type Doctored, doctor } from './doctor/doctor.ts';
export { NoTaskError } from './find-task.ts';
export { followThrough } from './follow-through.ts';
export {
  type Granted,
  grantBudget,
  grantBudgetInputSchema,
  grantBudgetOutputSchema,
} from './grant-budget.ts';
export { HEARTBEAT_MS } from './heartbeat.ts';
export type { History } from './history.ts';
export { InputError } from './input-error.ts';
export { blockedNames, type IssueToOpen } from './issue-for-text.ts';
export {
  type IssueOpener,
  type IssueSource,
  issueOpener,
  issueReader,
  type RepositorySource,
  repositoryReader,
} from './issue-reader.ts';
export { listTasks } from './list-tasks.ts';
export { type LogPage, logCursorSchema } from './log-page.ts';
export {
  CannotMoveError,
  moveTask,
  moveTaskInputSchema,
  moveTaskOutputSchema,
  type TaskMoved,
} from './move-task.ts';
export type { Effect, Operation, OperationControl } from './operation.ts';
export {
  type InputOf,
  isOperationName,
  OPERATION_NAMES,
  OPERATIONS,
  type OperationName,
  type OutputOf,
} from './operations.ts';
export {
  NoDeadWriteError,
  type OutboxList,
  type OutboxWrite,
  outboxList,
  outboxListInputSchema,
  outboxListOutputSchema,
  replayWrites,
  replayWritesInputSchema,
  replayWritesOutputSchema,
  type WritesReplayed,
} from './outbox.ts';
export { parseInput } from './parse-input.ts';
export { type PauseControl, type Paused, pause } from './pause.ts';
export { TwoScopesError } from './pause-scope.ts';
export type { PauseView } from './pause-view.ts';
export { listPauses } from './pauses.ts';
export {
  type Prioritized,
  prioritizeTask,
  prioritizeTaskInputSchema,
  prioritizeTaskOutputSchema,
} from './prioritize-task.ts';
export type { ProcessView } from './process-view.ts';
export { type QuestionView, questionViewSchema } from './question-view.ts';
export { type QueueEntry, queueList, queueListInputSchema, queueListOutputSchema } from './queue-list.ts';
export {
  addRepository,
  blockRepository,
  CannotPushError,
  listedRepositorySchema,
  listRepositories,
  type RepositoryChanged,
  type RepositoryControl,
  type RepositoryView,
  removeRepository,
  removeRepositoryOutputSchema,
  repositoryInputSchema,
  repositoryListOutputSchema,
  repositoryOutputSchema,
} from './repositories.ts';
export { type Resumed, resume } from './resume.ts';
export {
  NoTextError,
  type Retried,
  retryTask,
  retryTaskInputSchema,
  retryTaskOutputSchema,
} from './retry-task.ts';
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
  statusInputSchema,
  statusOutputSchema,
} from './status.ts';
export { type Stopped, stopTask, stopTaskInputSchema, stopTaskOutputSchema } from './stop-task.ts';
export { type TaskLogsOptions, taskLogs } from './task-logs.ts';
export type { TaskPage } from './task-page.ts';
export { type TaskView, taskView, taskViewSchema } from './task-view.ts';
export { BY_HEADER, VERSION_HEADER } from './wire-headers.ts';
