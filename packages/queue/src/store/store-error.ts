import { EXIT_CODES, OperatorError, type Status, type TaskId } from '@opencode-commander/task';
import { RedisError } from '../redis/redis-error.ts';

/** No task has this id (any more). */
export class TaskNotFoundError extends OperatorError {
  readonly exitCode = EXIT_CODES.agent;
  readonly id: string;

  constructor(id: TaskId) {
    super(`There is no task ${id}: commander tasks lists all of them`);
    this.id = id;
  }
}

/** The task's status does not allow the change. */
export class IllegalTransitionError extends OperatorError {
  readonly exitCode = EXIT_CODES.agent;
  readonly from: Status;
  readonly to: Status;

  constructor({ id, from, to }: { id: TaskId; from: Status; to: Status }) {
    super(`Task ${id} is ${from} and cannot become ${to}`);
    this.from = from;
    this.to = to;
  }
}

/** The task was claimed again since: whoever wrote this has lost it and must stop. */
export class StaleEpochError extends OperatorError {
  readonly exitCode = EXIT_CODES.agent;

  constructor({ id, epoch, current }: { id: TaskId; epoch: number; current: number }) {
    super(`Task ${id} was claimed by another run: epoch ${epoch} is over, ${current} holds`);
  }
}

/** The task's run publishes at this moment: it is not cancelled in the middle of that. */
export class PublishingError extends OperatorError {
  readonly exitCode = EXIT_CODES.agent;
  /** How long the run may take for it, in ms. */
  readonly remainingMs: number;

  constructor({ id, remainingMs }: { id: TaskId; remainingMs: number }) {
    const seconds = Math.max(1, Math.ceil(remainingMs / 1000));
    super(`Task ${id} is publishing its work at this moment: try again in ${seconds} s`);
    this.remainingMs = remainingMs;
  }
}

/** What a change was decided on is no longer so: look at the task again. */
export class ChangedMeanwhileError extends OperatorError {
  readonly exitCode = EXIT_CODES.agent;

  constructor(id: TaskId, field: string) {
    super(`Task ${id} has changed meanwhile (${field}): look at it again`);
  }
}

/** A record in Redis is not what this version of commander writes. */
export class CorruptTaskError extends RedisError {
  constructor(id: TaskId, key: string, cause: unknown) {
    super(
      `The record of task ${id} cannot be read: look at it with redis-cli hgetall '${key}'; ` +
        `after redis-cli del '${key}' it is made anew from GitHub`,
      { cause },
    );
  }
}

/** An entry of a task's log is not what this version of commander writes. */
export class CorruptEventError extends RedisError {
  constructor(id: TaskId, { key, cursor }: { key: string; cursor: string }, cause: unknown) {
    super(
      `An entry of the log of task ${id} cannot be read and is left out: look at it with redis-cli xrange '${key}' ${cursor} ${cursor}`,
      { cause },
    );
  }
}
