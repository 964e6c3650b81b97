import { BullMQAdapter } from '@bull-board/api/bullMQAdapter';
import type { TaskStore } from '@opencode-commander/queue';
import type { Job, Queue } from 'bullmq';
import { z } from 'zod';

export type NamedJobsOptions = { queue: Queue; description: string; store: Pick<TaskStore, 'get'> };

const dataSchema = z.object({ taskId: z.string() });

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

  /** A job of a task that is gone keeps the name it has. */
  async #name(job: Job): Promise<void> {
    const data = dataSchema.safeParse(job.data);
    const task = data.success ? await this.#store.get(data.data.taskId) : null;
    if (!task) return;
    const kind = job.name === 'run' ? '' : `${job.name}: `;
    job.name = `${kind}${task.source.repo}#${task.source.number} ${task.title}`;
  }
}
