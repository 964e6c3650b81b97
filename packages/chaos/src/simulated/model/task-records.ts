import { canTransition, isTerminal, type Status, type Task } from '@opencode-commander/task';

/** One call of change-task.lua; `epoch` null claims the task. */
export type RecordChange = {
  id: string;
  epoch: number | null;
  to: Status | null;
  /** ISO instant, UTC. */
  at: string;
  patch?: Partial<Task>;
  /** Only while these fields still are so. */
  given?: Partial<Task>;
};

/** What change-task.lua replies. */
export type Changed =
  | { status: 'changed'; task: Task }
  | { status: 'missing' | 'stale' | 'illegal' | 'publishing' | 'changed_meanwhile' };

type StoredTask = { task: Task; publishingEnd: number };

export type RecordRules = {
  epochs: boolean;
  transitions: boolean;
  publishingHold: boolean;
  /** The epoch of a claim, and of a cancellation, after which the run can write no more. */
  nextEpoch: (stored: number, now: number) => number;
};

/** The tasks' records as the Lua scripts of packages/queue keep them; values are never changed, so a copy is a snapshot. */
export class TaskRecords {
  #records = new Map<string, StoredTask>();
  readonly #rules: RecordRules;

  constructor(rules: RecordRules) {
    this.#rules = rules;
  }

  create(task: Task): 'created' | 'exists' {
    if (this.#records.has(task.id)) return 'exists';
    this.#records.set(task.id, { task, publishingEnd: 0 });
    return 'created';
  }

  /** Puts a task in place of the record that was read, null for none; false when that is another one by now. */
  restore(task: Task, over: Pick<Task, 'epoch' | 'revision'> | null): boolean {
    const stored = this.get(task.id);
    if (stored !== null && (stored.epoch !== over?.epoch || stored.revision !== over.revision)) return false;
    this.#records.set(task.id, { task, publishingEnd: 0 });
    return true;
  }

  get(id: string): Task | null {
    return this.#records.get(id)?.task ?? null;
  }

  all(): Task[] {
    const all: Task[] = [];
    for (const { task } of this.#records.values()) all.push(task);
    return all;
  }

  /** `now`: the store's clock, in ms. The checks come in the script's order. */
  change(change: RecordChange, now: number): Changed {
    const stored = this.#records.get(change.id);
    if (stored === undefined) return { status: 'missing' };
    const refusal = this.#refusal(stored, change, now);
    if (refusal !== null) return { status: refusal };
    const { patch, to } = withLeft(change);
    const task = { ...stored.task, ...patch, status: to ?? stored.task.status, updatedAt: change.at };
    task.epoch = this.#epochAfter(stored.task.epoch, change, now);
    task.revision += 1;
    if (change.epoch === null) task.runs += 1;
    this.#records.set(change.id, {
      task,
      publishingEnd: publishingEnd(stored, patch, { at: change.at, now }),
    });
    return { status: 'changed', task };
  }

  #refusal({ task, publishingEnd }: StoredTask, change: RecordChange, now: number) {
    const { epoch, to, given } = change;
    if (this.#rules.epochs && epoch !== null && epoch !== task.epoch) return 'stale';
    if (this.#rules.transitions && to !== null && !canTransition(task.status, to)) return 'illegal';
    if (given !== undefined && !isAs(task, given)) return 'changed_meanwhile';
    if (this.#rules.publishingHold && to === 'cancelled' && publishingEnd > now) return 'publishing';
    return null;
  }

  #epochAfter(stored: number, { epoch, to }: RecordChange, now: number): number {
    return epoch === null || to === 'cancelled' ? this.#rules.nextEpoch(stored, now) : stored;
  }

  snapshot(): () => void {
    const copy = new Map(this.#records);
    return () => {
      this.#records = new Map(copy);
    };
  }

  clear(): void {
    this.#records.clear();
  }
}

/** Whoever leaves a status has published or never will: what task-write.ts adds to a change. */
function withLeft({
  to,
  at,
  patch,
  epoch,
}: RecordChange): Pick<RecordChange, 'to'> & { patch: Partial<Task> } {
  if (epoch === null)
    return {
      to,
      patch: {
        startedAt: at,
        firstModelRequestAt: null,
        finishedAt: null,
        failure: null,
        waitsFor: null,
        publishingUntil: null,
        ...patch,
      },
    };
  if (to === null) return { to, patch: patch ?? {} };
  return { to, patch: { finishedAt: isTerminal(to) ? at : null, publishingUntil: null, ...patch } };
}

function publishingEnd(
  { publishingEnd: before }: StoredTask,
  { publishingUntil }: Partial<Task>,
  { at, now }: { at: string; now: number },
): number {
  if (publishingUntil === undefined) return before;
  // A duration: the writer's clock need not be the store's.
  return publishingUntil === null ? 0 : now + Math.max(0, Date.parse(publishingUntil) - Date.parse(at));
}

function isAs(task: Task, given: Partial<Task>): boolean {
  return Object.entries(given).every(([name, value]) => {
    const stored: unknown = Reflect.get(task, name);
    return stored === value || JSON.stringify(stored) === JSON.stringify(value);
  });
}
