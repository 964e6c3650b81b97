import {
  CannotMoveError,
  CannotPushError,
  DispatchError,
  NoTaskError,
  TaskEndedError,
} from '@opencode-commander/control';
import { GitHubError } from '@opencode-commander/github';
import { RedisError, TaskNotFoundError } from '@opencode-commander/queue';
import { ListenError } from '@opencode-commander/service';
import { expect, it } from 'vitest';
import { httpStatus } from '../../src/http/http-status.ts';

it.each([
  [404, new TaskNotFoundError('12-abcdef')],
  [404, new NoTaskError('12-abcdef')],
  [400, new DispatchError('bad_reference', 'x')],
  [409, new DispatchError('closed', 'x')],
  [409, new CannotPushError('a/b')],
  [409, new CannotMoveError('x')],
  [409, new TaskEndedError('x')],
  [404, new GitHubError('x', { kind: 'not_found' })],
  [503, new GitHubError('x', { kind: 'unavailable' })],
  [502, new GitHubError('x', { kind: 'unauthorized' })],
  [503, new RedisError('x')],
  [500, new ListenError('x')],
])('%i for %o', (status, error) => {
  expect(httpStatus(error)).toBe(status);
});
