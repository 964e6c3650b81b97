import { OperatorError } from '@opencode-commander/task';
import type { Job } from 'bullmq';
import { httpStatus } from '../http/http-status.ts';
import { BoardError } from './board-error.ts';

/** What the board's buttons do with a job in place of what BullMQ would: the record of its task must stay right. */
export type JobChanges = {
  retry(job: Job): Promise<void>;
  promote(job: Job): Promise<void>;
  remove(job: Job): Promise<void>;
  changePriority(job: Job, priority: number | undefined): Promise<void>;
};

/** Has what the board calls on a job done as operations. */
export function steerJob(job: Job, changes: JobChanges): void {
  job.retry = () => sayWhy(() => changes.retry(job));
  job.promote = () => sayWhy(() => changes.promote(job));
  job.remove = () => sayWhy(() => changes.remove(job));
  job.changePriority = ({ priority }) => sayWhy(() => changes.changePriority(job, priority));
}

/** The board shows the message of what is thrown, under its `statusCode`. */
async function sayWhy(act: () => Promise<void>): Promise<void> {
  try {
    await act();
  } catch (error) {
    if (!(error instanceof OperatorError)) throw error;
    throw new BoardError(error.message, httpStatus(error), { cause: error });
  }
}
