import { JobQueue } from './job-queue.ts';
import type { Signed } from './signed.ts';
import { type RecordRules, TaskRecords } from './task-records.ts';

/** What waits to be written on GitHub. */
export type OutboxWrite =
  | { kind: 'status'; taskId: string }
  /** `once`: one that is there already stays as it is. */
  | { kind: 'comment'; number: number; marker: Signed; body: string; once?: boolean };

/** What an issue was like when it was last dealt with. */
export type Look = { hasAsked: boolean; open: boolean; labelled: boolean; askEvents: number };

/** Everything that Redis holds, and that is gone with it. */
export class SimulatedRedis {
  readonly records: TaskRecords;
  readonly tasks: JobQueue<{ taskId: string }>;
  readonly outbox: JobQueue<OutboxWrite>;
  handled = new Set<number>();
  looks = new Map<number, Look>();
  /** What every thing was like when it was last visited. */
  seen = new Map<number, string>();
  /** The things that are to be visited, with what tells notes of the same thing apart. */
  pending = new Map<number, number>();
  /** Until when nobody asks again for the labels of a task, in ms. */
  repaired = new Map<string, number>();
  /** The pull requests that are not watched any more: their end was seen to. */
  ended = new Set<number>();
  #writes = 0;
  #notes = 0;

  /** `wake`: called when there may be a task or a write to take. */
  constructor(rules: RecordRules, wake: Record<'tasks' | 'outbox', () => void>) {
    this.records = new TaskRecords(rules);
    this.tasks = new JobQueue({ lockMs: 30_000, onlyOne: false, onReady: wake.tasks });
    this.outbox = new JobQueue({ lockMs: 10_000, onlyOne: true, onReady: wake.outbox });
  }

  /** A status that waits to be written says by then what is so by then: it is not asked for twice. */
  write(write: OutboxWrite): void {
    if (write.kind === 'status' && this.#waits(write.taskId)) return;
    this.#writes += 1;
    this.outbox.add(`write-${this.#writes}`, write);
  }

  addPending(number: number): void {
    this.#notes += 1;
    this.pending.set(number, this.#notes);
  }

  /** It was visited; what was noted of it since stays. */
  removePending(number: number, note: number | undefined): void {
    if (this.pending.get(number) === note) this.pending.delete(number);
  }

  #waits(taskId: string): boolean {
    for (const { data, state } of this.outbox.jobs())
      if (state === 'waiting' && data.kind === 'status' && data.taskId === taskId) return true;
    return false;
  }

  /** Returns what brings all of it back to what it is now. */
  snapshot(): () => void {
    const parts = [this.records, this.tasks, this.outbox].map((part) => part.snapshot());
    const [handled, looks, seen] = [new Set(this.handled), new Map(this.looks), new Map(this.seen)];
    const [pending, repaired, ended] = [new Map(this.pending), new Map(this.repaired), new Set(this.ended)];
    return () => {
      for (const restore of parts) restore();
      this.handled = new Set(handled);
      this.looks = new Map(looks);
      this.seen = new Map(seen);
      this.pending = new Map(pending);
      this.repaired = new Map(repaired);
      this.ended = new Set(ended);
    };
  }

  clear(): void {
    const { records, tasks, outbox, handled, looks, seen, pending, repaired, ended } = this;
    for (const part of [records, tasks, outbox, handled, looks, seen, pending, repaired, ended]) part.clear();
  }
}
