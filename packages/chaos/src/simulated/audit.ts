import { canTransition, type Status, type Task } from '@opencode-commander/task';
import type { RecordChange } from './model/task-records.ts';

/** A promise that was broken, and where. */
export class PromiseBroken extends Error {
  readonly rule: string;

  constructor(rule: string, detail: string) {
    super(`${rule}: ${detail}`);
    this.name = 'PromiseBroken';
    this.rule = rule;
  }
}

/** How long a run may go on with what it has begun to publish, in ms: its lease, and what was on its way then. */
const LEASE_MS = 60_000 + 5_000;

/** How long a worker of the outbox may not know that its lock is gone, in ms. */
const UNAWARE_MS = 10_000;

/** Sees every effect as it happens, and knows what no process knows. */
export class Audit {
  readonly #epochs = new Map<string, { epoch: number; at: number }[]>();
  readonly #answeredBy = new Map<number, string>();
  readonly #obeyed = new Set<string>();
  readonly #noted = new Set<string>();
  readonly #heeded = new Set<string>();
  /** When Redis lost something last, in ms. */
  #lostAt = Number.NEGATIVE_INFINITY;

  /** Redis has lost something: with it, maybe, which comments were dealt with, so that they may be heard again. */
  lost(at: number): void {
    this.#lostAt = at;
    this.#noted.clear();
    this.#heeded.clear();
  }

  /**
   * Something is on GitHub twice. What Redis lost together with the lock on a write may be written by two at once, until
   * the first hears of it: that is not promised.
   */
  doubled(what: string, now: number): void {
    if (now - this.#lostAt > UNAWARE_MS) throw new PromiseBroken('nothing written twice', what);
  }

  /** A claim or a cancellation has got an epoch. */
  given(taskId: string, epoch: number, at: number): void {
    if (this.#epochs.get(taskId)?.some((each) => each.epoch === epoch))
      throw new PromiseBroken('no epoch given twice', `${epoch} of ${taskId}`);
    this.raised(taskId, epoch, at);
  }

  /** A task's epoch was raised. */
  raised(taskId: string, epoch: number, at: number): void {
    const raised = this.#epochs.get(taskId);
    if (raised === undefined) this.#epochs.set(taskId, [{ epoch, at }]);
    else raised.push({ epoch, at });
  }

  /** A record was changed by whoever holds `epoch`; null claims it. */
  changed({ id, epoch, to }: Pick<RecordChange, 'id' | 'epoch' | 'to'>, before: Task): void {
    if (epoch !== null && epoch !== before.epoch)
      throw new PromiseBroken('no write by a stale epoch', `${id} is at ${before.epoch}, not ${epoch}`);
    if (to !== null && !canTransition(before.status, to))
      throw new PromiseBroken('no illegal transition', `${id} ${before.status} → ${to}`);
  }

  /** A run writes something that others see. */
  published(what: string, run: { taskId: string; epoch: number; status: Status | null }, now: number): void {
    const raised = this.#epochs.get(run.taskId) ?? [];
    const own = raised.findLastIndex(({ epoch }) => epoch === run.epoch);
    const next = raised[own + 1];
    if (next === undefined) return;
    const about = `${what} of ${run.taskId} by epoch ${run.epoch}, superseded by ${next.epoch} ${now - next.at} ms before`;
    if (now - next.at > LEASE_MS) throw new PromiseBroken('nothing by a superseded run', about);
    if (run.status === 'cancelled') throw new PromiseBroken('nothing published after a cancellation', about);
  }

  /** A comment was taken as the answer to a question. */
  answered(question: string, comment: number): void {
    const before = this.#answeredBy.get(comment);
    if (before !== undefined && before !== question)
      throw new PromiseBroken('every answer used once', `comment ${comment} for ${before} and ${question}`);
    this.#answeredBy.set(comment, question);
  }

  /** A word such as `comment:34` is dealt with: nothing but a loss makes it heard again. */
  noted(word: string): void {
    this.#noted.add(word);
  }

  /** A word such as `comment:34` has stopped a task. */
  stopped(word: string): void {
    this.#heeded.add(word);
  }

  /** A comment is answered: what has stopped a task, or had it tried again, is not told that there is nothing to do. */
  replied(comment: number, body: string): void {
    if (this.#heeded.has(`comment:${comment}`))
      throw new PromiseBroken('no other answer to what was obeyed', `comment ${comment}: ${body}`);
  }

  /** A word has begun an ended task again. Whoever dies before that is noted leaves it to be heard again. */
  obeyed(word: string): void {
    if (this.#obeyed.has(word) && this.#noted.has(word))
      throw new PromiseBroken('every command obeyed once', word);
    this.#obeyed.add(word);
    this.#heeded.add(word);
  }
}
