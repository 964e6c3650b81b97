import type { Refusal } from '@opencode-commander/broker';
import { enqueueWrite, type TaskPatch } from '@opencode-commander/queue';
import type { GitHubWrite, Status, Task, TaskEvent } from '@opencode-commander/task';
import type { DispatcherContext } from './dispatcher-context.ts';

type Untimed<T> = T extends TaskEvent ? Omit<T, 'at'> : never;

/** What a model provider said when its quota was used up. */
export type QuotaReport = { provider: string; retryAfterMs: number | null };

/** One claim of a task by this dispatcher. Every write names the run's epoch, so a run that lost its claim cannot write. */
export class Run {
  readonly context: DispatcherContext;
  /** Aborted when the run must end: its reason is a LetGo, a TaskFailure for a timeout, or why the job was interrupted. */
  readonly signal: AbortSignal;
  /** It publishes: nobody interrupts it now. */
  isPublishing = false;
  /** The container of an earlier run, if any, is as that run left it: it is neither taken up nor known to be gone. */
  isContainerUntouched = true;
  /** Set when a provider refused the agent for want of quota. */
  quota: QuotaReport | null = null;
  readonly #interruption = new AbortController();
  /** On a clock that nobody sets. */
  readonly #begunAt = performance.now();
  #task: Task;
  #refusedPush: string | null = null;
  #modelRequested = false;

  constructor(context: DispatcherContext, task: Task, jobSignal: AbortSignal) {
    this.context = context;
    this.signal = AbortSignal.any([jobSignal, this.#interruption.signal]);
    this.#task = task;
  }

  /** The task's record as this run last wrote or saw it. */
  get task(): Task {
    return this.#task;
  }

  /** Milliseconds that all runs of the task have worked until now. */
  get workedMs(): number {
    return this.#task.workedMs + Math.round(performance.now() - this.#begunAt);
  }

  /** The first reason stays. */
  interrupt(reason: Error): void {
    this.#interruption.abort(reason);
  }

  /** Somebody else has changed the record: a grant, a priority. */
  saw(task: Task): void {
    if (task.updatedAt >= this.#task.updatedAt) this.#task = task;
  }

  /** Changes the record. Throws StaleEpochError when another run has claimed the task since, or it was cancelled. */
  async patch(patch: TaskPatch): Promise<void> {
    this.#task = await this.context.store.change({ ...this.#change(), patch });
  }

  /** Changes the status, with a line for the log, and has the issue say so. */
  async become(status: Status, message: string, patch: TaskPatch = {}): Promise<void> {
    this.#task = await this.context.store.change({ ...this.#change(), status, message, patch });
    await this.announce();
  }

  /** The last thing a run writes: as `become`, with the time it worked. */
  async leave(status: Status, message: string, patch: TaskPatch = {}): Promise<void> {
    await this.become(status, message, { workedMs: this.workedMs, ...patch });
  }

  /** Has the labels and status comment follow the record. */
  async announce(): Promise<void> {
    await this.write({ kind: 'status', taskId: this.#task.id });
  }

  /** A comment of its own on the issue, once per `operation`. */
  async comment(operation: string, body: string): Promise<void> {
    const { id, epoch } = this.#task;
    await this.write({ kind: 'comment', taskId: id, epoch, operation, body });
  }

  /** Puts a write to GitHub into the outbox. */
  async write(write: GitHubWrite): Promise<void> {
    await enqueueWrite(this.context.queues, write);
  }

  /** Appends to the task's log. */
  async note(event: Untimed<TaskEvent>): Promise<void> {
    const { id, epoch } = this.#task;
    await this.context.store.appendEvent(id, { ...event, at: this.now() }, { epoch });
  }

  /** The broker refused the agent something. */
  refused({ door, line }: Refusal): void {
    if (door === 'git') this.#refusedPush = line;
    this.#inBackground(this.note({ type: 'service', level: 'warn', message: line }));
  }

  /** Why the agent's last refused push was refused; null when none was. */
  get refusedPush(): string | null {
    return this.#refusedPush;
  }

  /** The agent's first word to a model is recorded. */
  modelRequested(): void {
    if (this.#modelRequested) return;
    this.#modelRequested = true;
    this.#inBackground(this.patch({ firstModelRequestAt: this.now() }));
  }

  /** The broker does not wait for Redis; what cannot be noted is only logged. */
  #inBackground(writing: Promise<void>): void {
    writing.catch((err: unknown) =>
      this.context.log.warn({ err, task: this.#task.id }, 'could not be recorded'),
    );
  }

  now(): string {
    return this.context.now().toISOString();
  }

  #change(): { id: string; epoch: number; at: string } {
    return { id: this.#task.id, epoch: this.#task.epoch, at: this.now() };
  }
}
