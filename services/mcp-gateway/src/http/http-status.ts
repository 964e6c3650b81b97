import { ConfigChangeError } from '@opencode-commander/config';
import {
  AnswerDoesNotFitError,
  AskedByTaskError,
  CannotMoveError,
  CannotPushError,
  DirectoryOutsideError,
  DispatchError,
  ForeignSessionError,
  InputError,
  InstanceNotFoundError,
  ModelNotAllowedError,
  NoDeadWriteError,
  NoSessionError,
  NoSuchKeyError,
  NoSuchRequestError,
  NoTaskError,
  NoTextError,
  PeriodError,
  SessionNotFoundError,
  TaskEndedError,
  TwoScopesError,
  UnclearAnswerError,
} from '@opencode-commander/control';

import { GitHubError, type GitHubErrorKind } from '@opencode-commander/github';
import { InstanceError, type InstanceErrorKind } from '@opencode-commander/instance';
import {
  ChangedMeanwhileError,
  CorruptTaskError,
  IllegalTransitionError,
  PublishingError,
  RateLimitedError,
  RedisError,
  StaleEpochError,
  TaskNotFoundError,
} from '@opencode-commander/queue';
import type { OperatorError } from '@opencode-commander/task';
import { TooManyFollowersError } from '../followers.ts';
import { FormError } from './form-error.ts';

const STATUSES: readonly (readonly [
  status: number,
  kinds: readonly (abstract new (...args: never) => OperatorError)[],
])[] = [
  [400, [FormError, InputError, ConfigChangeError, ModelNotAllowedError]],
  [400, [PeriodError, TwoScopesError, UnclearAnswerError, DirectoryOutsideError]],
  [404, [TaskNotFoundError, NoTaskError, NoDeadWriteError, NoSuchKeyError]],
  [404, [InstanceNotFoundError, SessionNotFoundError]],
  // What is there does not allow it, or not at this moment.
  [409, [IllegalTransitionError, StaleEpochError, ChangedMeanwhileError, PublishingError]],
  [409, [AskedByTaskError, NoSessionError, NoSuchRequestError]],
  [409, [CannotMoveError, TaskEndedError, NoTextError, AnswerDoesNotFitError, CannotPushError]],
  [502, [ForeignSessionError]],
  // Before RedisError: no wait makes a record readable.
  [500, [CorruptTaskError]],
  [503, [RedisError, RateLimitedError, TooManyFollowersError]],
];

const GITHUB: Readonly<Record<GitHubErrorKind, number>> = {
  not_found: 404,
  rate_limited: 503,
  unavailable: 503,
  unauthorized: 502,
  forbidden: 502,
  invalid: 502,
};

const INSTANCE: Readonly<Record<InstanceErrorKind, number>> = {
  unreachable: 503,
  unauthorized: 502,
  unfit: 502,
  refused: 502,
};

/** The HTTP status for an error that a person can act on. */
export function httpStatus(error: OperatorError): number {
  if (error instanceof GitHubError) return GITHUB[error.kind];
  if (error instanceof InstanceError) return INSTANCE[error.kind];
  if (error instanceof DispatchError)
    return error.kind === 'bad_reference' || error.kind === 'other_host' ? 400 : 409;
  return STATUSES.find(([, kinds]) => kinds.some((kind) => error instanceof kind))?.[0] ?? 500;
}
