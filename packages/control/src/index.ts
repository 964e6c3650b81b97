export type { Control } from './control.ts';
export {
  type DispatchControl,
  type Dispatched,
  dispatch,
  dispatchInputSchema,
  dispatchOutputSchema,
  type IssueToDispatch,
} from './dispatch.ts';
export { DispatchError, type DispatchErrorKind } from './dispatch-error.ts';
export { type IssueSource, issueReader } from './issue-reader.ts';
export { type QueueEntry, queueList, queueListInputSchema, queueListOutputSchema } from './queue-list.ts';
export { type SystemStatus, status, statusInputSchema, statusOutputSchema } from './status.ts';
export { taskLogs } from './task-logs.ts';
export { type TaskView, taskView, taskViewSchema } from './task-view.ts';
