import { BullMQAdapter } from '@bull-board/api/bullMQAdapter';
import { type TaskStore, writeThread } from '@opencode-commander/queue';
import { describeWrite, githubWriteSchema } from '@opencode-commander/task';
import type { Job, Queue } from 'bullmq';
import { z } from 'zod';

export type NamedJobsOptions = { queue: Queue; description: string; store: Pick<TaskStore, 'get'> };

const runSchema = z.object({ taskId: z.string() });

/** A queue as the board shows it, for looking only: its jobs are called after the issue they are about. */
export class NamedJobs extends BullMQAdapter {
  readonly #store: Pick<TaskStore, 'get'>;

  constructor({ queue, description, store }: NamedJobsOptions) {
    super(queue, { readOnlyMode: true, allowRetries: false, description });
    this.#store = store;
  }

  override async getJobs(...range: Parameters<BullMQAdapter['getJobs']>): Promise<Job[]> {
    const jobs = await super.getJobs(...range);
    await Promise.all(jobs.map((job) => this.#name(job)));
    return jobs;
  }

  override async getJob(id: string): Promise<Job | undefined> {
    const job = await super.getJob(id);
    if (job) await this.#name(job);
    return job;
  }

  async #name(job: Job): Promise<void> {
    job.name = (await this.#nameOfWrite(job)) ?? (await this.#nameOfRun(job)) ?? job.name;
  }

  async #nameOfWrite({ data }: Job): Promise<string | null> {
    const write = githubWriteSchema.safeParse(data);
    if (!write.success) return null;
    const thread = await writeThread(this.#store, write.data);
    return thread && `${thread.repo}#${thread.number} ${describeWrite(write.data)}`;
  }

  /** A job of a task that is gone keeps the name it has. */
  async #nameOfRun({ data }: Job): Promise<string | null> {
    const run = runSchema.safeParse(data);
    const task = run.success ? await this.#store.get(run.data.taskId) : null;
    return task && `${task.source.repo}#${task.source.number} ${task.title}`;
  }
}
