import { JobQueue } from './job-queue.ts';
import type { Signed } from './signed.ts';
import { type RecordRules, TaskRecords } from './task-records.ts';

/** What waits to be written on GitHub. */
export type OutboxWrite =
  | { kind: 'status'; taskId: string }
  | { kind: 'comment'; number: number; marker: Signed; body: string };

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
  #writes = 0;

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

  #waits(taskId: string): boolean {
    for (const { data, state } of this.outbox.jobs())
      if (state === 'waiting' && data.kind === 'status' && data.taskId === taskId) return true;
    return false;
  }

  /** Returns what brings all of it back to what it is now. */
  snapshot(): () => void {
    const parts = [this.records, this.tasks, this.outbox].map((part) => part.snapshot());
    const [handled, looks, seen] = [new Set(this.handled), new Map(this.looks), new Map(this.seen)];
    return () => {
      for (const restore of parts) restore();
      this.handled = new Set(handled);
      this.looks = new Map(looks);
      this.seen = new Map(seen);
    };
  }

  clear(): void {
    for (const part of [this.records, this.tasks, this.outbox, this.handled, this.looks, this.seen])
      part.clear();
  }
}
