import { BullMQAdapter } from '@bull-board/api/bullMQAdapter';
import type { Redactor } from '@opencode-commander/service';
import { taskIdSchema } from '@opencode-commander/task';
import type { Job, Queue } from 'bullmq';
import { z } from 'zod';
import { type JobChanges, steerJob } from './steer-job.ts';

export type BoardQueueOptions = {
  queue: Queue;
  description: string;
  /** What a job is called, by what it carries; null leaves its name. */
  nameOf: (data: unknown) => Promise<string | null>;
  redactor: Pick<Redactor, 'redact'>;
  /** What buttons do; null where there are none. */
  changes: JobChanges | null;
};

const ofTaskSchema = z.object({ taskId: taskIdSchema });

/** A queue as the board shows it: its jobs are called after the issue they are about and lead to the task's page. */
export class BoardQueue extends BullMQAdapter {
  readonly #options: BoardQueueOptions;

  constructor(options: BoardQueueOptions) {
    const { queue, description, redactor, changes } = options;
    super(queue, {
      readOnlyMode: changes === null,
      description,
      externalJobUrl: ({ data }) => taskPage(data),
    });
    this.#options = options;
    for (const field of ['data', 'returnValue', 'progress'] as const)
      this.setFormatter(field, (value) => redacted(redactor, value));
  }

  override async getJobs(...range: Parameters<BullMQAdapter['getJobs']>): Promise<Job[]> {
    const jobs = await super.getJobs(...range);
    await Promise.all(jobs.map((job) => this.#present(job)));
    return jobs;
  }

  override async getJob(id: string): Promise<Job | undefined> {
    const job = await super.getJob(id);
    if (job) await this.#present(job);
    return job;
  }

  override async getJobLogs(id: string): Promise<string[]> {
    return (await super.getJobLogs(id)).map((line) => this.#options.redactor.redact(line));
  }

  async #present(job: Job): Promise<void> {
    const { nameOf, redactor, changes } = this.#options;
    job.name = (await nameOf(job.data)) ?? job.name;
    job.failedReason &&= redactor.redact(job.failedReason);
    job.stacktrace = (job.stacktrace ?? []).map((line) => redactor.redact(line));
    if (changes) steerJob(job, changes);
  }
}

/** Jobs that are about no task lead to the fleet. */
function taskPage(data: unknown): { displayText: string; href: string } {
  const about = ofTaskSchema.safeParse(data);
  return about.success
    ? { displayText: 'Task', href: `/tasks/${about.data.taskId}` }
    : { displayText: 'Fleet', href: '/' };
}

function redacted(redactor: Pick<Redactor, 'redact'>, value: unknown): unknown {
  const text = JSON.stringify(value);
  return text === undefined ? value : JSON.parse(redactor.redact(text));
}
