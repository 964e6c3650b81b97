import { AgentError } from '@opencode-commander/agent';
import { BrokerError, GitError, type GitErrorKind } from '@opencode-commander/broker';
import { GitHubError } from '@opencode-commander/github';
import { PodmanError } from '@opencode-commander/sandbox';
import { type Failure, type FailureKind, isRetryable, OperatorError } from '@opencode-commander/task';
import { TaskFailure } from '../task-failure.ts';

/** What a run's error means for its task. Only errors made for people lend their words to the issue. */
export function failureOf(error: unknown): Failure {
  const message =
    error instanceof OperatorError ? error.message : 'an unexpected error in commander: see its log';
  return { kind: kindOf(error), message };
}

/** Whether another try may help with nothing changed by a person. */
export function mayPass(error: unknown): boolean {
  // The task's own end, but for an outage of the model and an opencode that died.
  if (error instanceof TaskFailure) return error.kind === 'model' || error.kind === 'container';
  if (error instanceof GitHubError) return error.retryable;
  if (error instanceof GitError) return PASSING.includes(error.kind);
  return isRetryable(kindOf(error));
}

/** A branch that has moved is taken up where it is then. */
const PASSING: readonly GitErrorKind[] = ['unreachable', 'failed', 'moved'];

function kindOf(error: unknown): FailureKind {
  if (error instanceof TaskFailure) return error.kind;
  if (error instanceof AgentError) return error.kind;
  if (error instanceof PodmanError) return 'container';
  if (error instanceof GitError) return error.kind === 'moved' ? 'branch_moved' : 'github';
  if (error instanceof GitHubError) return 'github';
  if (error instanceof BrokerError) return 'container';
  return 'internal';
}
