import type { Refusal } from '@opencode-commander/broker';
import { type Change, enqueueWrite, type TaskPatch } from '@opencode-commander/queue';
import type { GitHubWrite, Status, Task, TaskEvent } from '@opencode-commander/task';
import { RunningTools } from './activity/running-tools.ts';
import type { DispatcherContext } from './dispatcher-context.ts';
import { outlastRedis } from './outlast-redis.ts';
import { AgentQuestions } from './people/agent-questions.ts';
import { type Checklist, createChecklist } from './people/checklist.ts';

type Untimed<T> = T extends TaskEvent ? Omit<T, 'at'> : never;

/** What whoever reads the log hears of; failures are told with their cause. */
const NEWS: ReadonlySet<Status> = new Set(['running', 'waiting_human', 'completed']);

type Changes = Pick<Change, 'status' | 'message' | 'patch'>;

/** What a model provider said when its quota was used up. */
export type QuotaReport = { provider: string; retryAfterMs: number | null };

/**
 * One claim of a task by this dispatcher. Every write names the run's epoch, so a run that lost its claim cannot write; and
 * every write outlasts an outage of Redis that ends before the job's lease does.
 */
export class Run {
  readonly context: DispatcherContext;
  /** Aborted when the run must end: its reason is a LetGo, a TaskFailure for a timeout, or why the job was interrupted. */
  readonly signal: AbortSignal;
  /** It publishes: nobody interrupts it now. */
  isPublishing = false;
  /** The container of an earlier run, if any, is as that run left it: it is neither taken up nor known to be gone. */
  isContainerUntouched = true;
  /** What the agent does just now. */
  readonly runningTools = new RunningTools();
  /** The model providers that the agent has asked in this run. */
  readonly providers = new Set<string>();
  /** Set when a provider refused the agent for want of quota. */
  quota: QuotaReport | null = null;
  /** What the agent asks people while it works. */
  readonly questions: AgentQuestions;
  /** The steps of its work that people are shown. */
  readonly checklist: Checklist;
  readonly #jobSignal: AbortSignal;
  readonly #interruption = new AbortController();
  /** On a clock that nobody sets. */
  readonly #begunAt = performance.now();
  #task: Task;
  #refusedPush: string | null = null;
  #modelRequested = false;

  constructor(context: DispatcherContext, task: Task, jobSignal: AbortSignal) {
    this.context = context;
    this.#jobSignal = jobSignal;
    this.signal = AbortSignal.any([jobSignal, this.#interruption.signal]);
    this.#task = task;
    this.questions = new AgentQuestions(this);
    this.checklist = createChecklist(this);
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
    // Its clock need not be ours.
    if (task.revision > this.#task.revision) this.#task = task;
  }

  /** Changes the record. Throws StaleEpochError when another run has claimed the task since, or it was cancelled. */
  async patch(patch: TaskPatch): Promise<void> {
    await this.#write({ patch });
  }

  /** Changes the status, with a line for the log, and has the issue say so. */
  async become(status: Status, message: string, patch: TaskPatch = {}): Promise<void> {
    await this.#write({ status, message, patch });
    const { id, source } = this.#task;
    if (NEWS.has(status)) this.context.log.info({ task: id, issue: source.url }, `${status}: ${message}`);
    await this.announce();
  }

  /** The last thing a run writes: as `become`, with the time it worked. */
  async leave(status: Status, message: string, patch: TaskPatch = {}): Promise<void> {
    await this.become(status, message, { workedMs: this.workedMs, ...patch });
  }

  /** Has the issue's labels and status comment follow the record. */
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
    await this.outlast(() => enqueueWrite(this.context.queues, write));
  }

  /** Appends to the task's log. */
  async note(event: Untimed<TaskEvent>): Promise<void> {
    const at = this.now();
    await this.outlast(() => this.#append({ ...event, at }));
  }

  /**
   * Does what needs Redis, again if that went away meanwhile, until the job's lease ends. Throws RedisError for what it refuses
   * for good, and after that end; then why the job was interrupted, if it waited.
   */
  outlast<T>(work: (isAgain: boolean) => Promise<T>): Promise<T> {
    return outlastRedis({ keyspace: this.context.queues, signal: this.#jobSignal }, work);
  }

  /** The broker refused the agent something. */
  refused({ door, line }: Refusal): void {
    if (door === 'git') this.#refusedPush = line;
    this.#inBackground(this.#append({ type: 'service', level: 'warn', message: line, at: this.now() }));
  }

  /** Why the agent's last refused push was refused; null when none was. */
  get refusedPush(): string | null {
    return this.#refusedPush;
  }

  /** The agent's first word to a model is recorded. */
  modelRequested(): void {
    if (this.#modelRequested) return;
    this.#modelRequested = true;
    this.#inBackground(this.#change({ patch: { firstModelRequestAt: this.now() } }));
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

  async #write(changes: Changes): Promise<void> {
    const { status: before } = this.#task;
    await this.outlast(async (isAgain) => {
      if (isAgain && changes.status !== undefined && (await this.#hasLeft(before))) return;
      await this.#change(changes);
    });
  }

  /** Whether a change of status, which is not legal a second time, arrived without a reply: nobody else makes one in this epoch. */
  async #hasLeft(before: Status): Promise<boolean> {
    const { id, epoch } = this.#task;
    const found = await this.context.store.get(id);
    if (found === null || found.epoch !== epoch || found.status === before) return false;
    this.#task = found;
    return true;
  }

  async #change(changes: Changes): Promise<void> {
    const { id, epoch } = this.#task;
    this.#task = await this.context.store.change({ id, epoch, at: this.now(), ...changes });
  }

  async #append(event: TaskEvent): Promise<void> {
    const { id, epoch } = this.#task;
    await this.context.store.appendEvent(id, event, { epoch });
  }
}
