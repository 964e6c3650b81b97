import type { z } from 'zod';
import { answerOperation } from './answer.ts';
import { chooseModelOperation } from './choose-model.ts';
import { cleanupOperation } from './cleanup.ts';
import { setConfigOperation, unsetConfigOperation } from './config/change-config.ts';
import { configureRepositoryOperation } from './config/configure-repository.ts';
import { showConfigOperation } from './config/show-config.ts';
import { costOperation } from './cost/cost.ts';
import { dispatchOperation } from './dispatch.ts';
import { doctorOperation } from './doctor/doctor.ts';
import { findTaskOperation } from './find-task.ts';
import { grantBudgetOperation } from './grant-budget.ts';
import { historyOperation } from './history.ts';
import { logPageOperation } from './log-page.ts';
import { moveOperation } from './move-task.ts';
import type { Operation } from './operation.ts';
import { outboxListOperation, outboxReplayOperation } from './outbox.ts';
import { pauseOperation } from './pause.ts';
import { pausesOperation } from './pauses.ts';
import { prioritizeOperation } from './prioritize-task.ts';
import { queueListOperation } from './queue-list.ts';
import {
  addRepositoryOperation,
  blockRepositoryOperation,
  listRepositoriesOperation,
  removeRepositoryOperation,
} from './repositories.ts';
import { resumeOperation } from './resume.ts';
import { retryOperation } from './retry-task.ts';
import { abortSessionOperation } from './sessions/abort-session.ts';
import { answerSessionOperation } from './sessions/answer-session.ts';
import { createSessionOperation } from './sessions/create-session.ts';
import { exportSessionOperation } from './sessions/export-session.ts';
import { forkSessionOperation } from './sessions/fork-session.ts';
import { listInstancesOperation } from './sessions/list-instances.ts';
import { listSessionsOperation, syncSessionsOperation } from './sessions/list-sessions.ts';
import { permitOperation } from './sessions/permit.ts';
import { promptSessionOperation } from './sessions/prompt-session.ts';
import { sessionMessagesOperation } from './sessions/session-messages.ts';
import { sessionPermissionsOperation, sessionQuestionsOperation } from './sessions/session-requests.ts';
import { sessionStatusOperation } from './sessions/session-status.ts';
import { showDiffOperation } from './show-diff.ts';
import { showTaskOperation } from './show-task.ts';
import { statusOperation } from './status.ts';
import { cancelOperation } from './stop-task.ts';
import { taskPageOperation } from './task-page.ts';

/** Everything that can be asked for, by its name; every face offers it from here. */
export const OPERATIONS = {
  status: statusOperation,
  dispatch: dispatchOperation,
  'queue.list': queueListOperation,
  'queue.prioritize': prioritizeOperation,
  'queue.move': moveOperation,
  'queue.cancel': cancelOperation,
  'queue.retry': retryOperation,
  'tasks.list': taskPageOperation,
  'tasks.show': showTaskOperation,
  'tasks.find': findTaskOperation,
  'tasks.diff': showDiffOperation,
  logs: logPageOperation,
  answer: answerOperation,
  'model.choose': chooseModelOperation,
  'budget.grant': grantBudgetOperation,
  pause: pauseOperation,
  resume: resumeOperation,
  pauses: pausesOperation,
  cost: costOperation,
  history: historyOperation,
  doctor: doctorOperation,
  cleanup: cleanupOperation,
  'outbox.list': outboxListOperation,
  'outbox.replay': outboxReplayOperation,
  'repos.list': listRepositoriesOperation,
  'repos.add': addRepositoryOperation,
  'repos.block': blockRepositoryOperation,
  'repos.remove': removeRepositoryOperation,
  'repos.configure': configureRepositoryOperation,
  'config.show': showConfigOperation,
  'config.set': setConfigOperation,
  'config.unset': unsetConfigOperation,
  'instances.list': listInstancesOperation,
  'sessions.sync': syncSessionsOperation,
  'sessions.list': listSessionsOperation,
  'sessions.create': createSessionOperation,
  'sessions.prompt': promptSessionOperation,
  'sessions.messages': sessionMessagesOperation,
  'sessions.status': sessionStatusOperation,
  'sessions.permissions': sessionPermissionsOperation,
  'sessions.permit': permitOperation,
  'sessions.questions': sessionQuestionsOperation,
  'sessions.answer': answerSessionOperation,
  'sessions.abort': abortSessionOperation,
  'sessions.fork': forkSessionOperation,
  'sessions.export': exportSessionOperation,
} as const satisfies Record<string, Operation>;

export type OperationName = keyof typeof OPERATIONS;

/** What an operation gives. */
export type OutputOf<Name extends OperationName> = z.output<(typeof OPERATIONS)[Name]['output']>;

/** What an operation takes. */
export type InputOf<Name extends OperationName> = z.input<(typeof OPERATIONS)[Name]['input']>;

export function isOperationName(name: string): name is OperationName {
  return Object.hasOwn(OPERATIONS, name);
}

/** In the order in which they are shown. */
export const OPERATION_NAMES: readonly OperationName[] = Object.keys(OPERATIONS).filter(isOperationName);
