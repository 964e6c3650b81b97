import type { Status, Task } from '@opencode-commander/task';
import { perform, type Steps, type Target } from '../effect.ts';
import type { Job } from '../model/job-queue.ts';
import { sign } from '../model/signed.ts';
import type { OutboxWrite } from '../model/simulated-redis.ts';
import { Interrupted, Refused } from '../refused.ts';
import type { World } from '../world.ts';
import type { Actor } from './change-task.ts';

export type TaskJob = Job<{ taskId: string }>;

/** One claim of a task by a dispatcher; it stops by its own clock before its lock can have expired. */
export class Run {
  readonly actor: Actor;
  readonly job: TaskJob;
  task: Task;
  /** The container it works in, null before and after. */
  containerId: string | null = null;

  constructor(actor: Actor, job: TaskJob, task: Task) {
    this.actor = actor;
    this.job = job;
    this.task = task;
  }

  get world(): World {
    return this.actor.world;
  }

  /** One effect, unless the lock may be lost by now. Throws Interrupted, EffectFailed. */
  do<T>(on: Target, name: string, act: () => T): Steps<T> {
    this.throwIfInterrupted();
    return perform(on, `${name} ${this.task.id}`, act);
  }

  throwIfInterrupted(): void {
    const { redis, now, rules } = this.world;
    if (redis.tasks.isInterrupted(this.job.token, now, rules.lease)) throw new Interrupted();
  }

  /** Changes the record under the run's epoch. Throws Refused. */
  *write(to: Status | null, patch: Partial<Task> = {}): Steps {
    const { id, epoch } = this.task;
    const at = this.now();
    const changed = yield* this.do('redis', to ?? 'patch', () =>
      this.world.change({ id, epoch, to, at, patch }),
    );
    if (changed.status !== 'changed') throw new Refused(changed.status);
    this.task = changed.task;
  }

  *become(to: Status, patch: Partial<Task> = {}): Steps {
    yield* this.write(to, patch);
    yield* this.enqueue({ kind: 'status', taskId: this.task.id });
  }

  *comment(operation: string, body: string): Steps {
    const { number } = this.task.source;
    yield* this.enqueue({ kind: 'comment', number, marker: sign(this.task, operation), body });
  }

  *enqueue(write: OutboxWrite): Steps {
    yield* this.do('redis', `enqueue ${write.kind}`, () => this.world.redis.write(write));
  }

  /** ISO, by the clock of the process. */
  now(): string {
    return this.world.wallClock(this.actor.process).toISOString();
  }
}
