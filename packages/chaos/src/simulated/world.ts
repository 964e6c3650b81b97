import { newTask, type Task } from '@opencode-commander/task';
import { Random } from '../random.ts';
import { Audit } from './audit.ts';
import type { Hold } from './model/job-queue.ts';
import { SimulatedGitHub } from './model/simulated-github.ts';
import { Containers } from './model/simulated-host.ts';
import { SimulatedRedis } from './model/simulated-redis.ts';
import type { Changed, RecordChange } from './model/task-records.ts';
import type { Protections } from './protections.ts';
import type { SimulatedProcess } from './simulated-process.ts';
import type { Plan, SimulatedSchedule } from './simulated-schedule.ts';

/** When the simulated clock begins, in ms since 1970. */
const EPOCH_MS = Date.UTC(2026, 0, 1);

/** Of a second: what the scripts make steps from. */
const MICROSECONDS = 1_000_000;

/** What idle processes sleep as, by what wakes them. */
export const SLEEPS = { work: 'wait for work', writes: 'wait for writes', tick: 'wait for a tick' } as const;

export const HOST = 'github.com';
export const REPO = { repo: 'acme/web', repoId: 7 } as const;

/** Everything there is: GitHub, Redis, the hosts, and the processes between them. */
export class World {
  readonly schedule: SimulatedSchedule;
  readonly rules: Protections;
  readonly random: Random;
  readonly audit = new Audit();
  readonly github: SimulatedGitHub;
  readonly containers = new Containers();
  readonly redis: SimulatedRedis;
  readonly processes: SimulatedProcess[] = [];
  /** What will happen by itself, the next first. */
  readonly alarms: { at: number; act: () => void }[] = [];
  /** Milliseconds since the beginning, on the clock that no process can see. */
  now = 0;
  /** Effects so far. */
  step = 0;
  githubDownUntil = 0;
  redisDownUntil = 0;
  /** How far the store's clock is wrong, in ms. */
  storeSkew = 0;

  constructor(schedule: SimulatedSchedule, rules: Protections) {
    this.schedule = schedule;
    this.rules = rules;
    this.random = new Random(schedule.seed);
    this.github = new SimulatedGitHub((what) => this.audit.doubled(what, this.now));
    this.redis = new SimulatedRedis(
      { ...rules, nextEpoch: (stored, now) => this.#nextEpoch(stored, now) },
      { tasks: () => this.wakeOne(SLEEPS.work), outbox: () => this.wakeOne(SLEEPS.writes) },
    );
    for (const [index] of schedule.plans.entries()) this.github.open(index + 1);
  }

  /** A store that has forgotten gives no epoch again, also when its clock was set back: then the step is another each time. */
  #nextEpoch(stored: number, now: number): number {
    if (!this.rules.clockEpochs) return stored + 1;
    return now > stored ? now : stored + 1 + this.random.below(MICROSECONDS);
  }

  /** What the clock of a process says, which people may have set. */
  wallClock({ skew }: { skew: number }): Date {
    return new Date(EPOCH_MS + this.now + skew);
  }

  /** What the script that changes tasks does, seen by the audit. */
  change(change: RecordChange): Changed {
    const before = this.redis.records.get(change.id);
    const changed = this.redis.records.change(change, Math.floor(EPOCH_MS + this.now + this.storeSkew));
    if (changed.status !== 'changed' || before === null) return changed;
    this.audit.changed(change, before);
    if (changed.task.epoch !== before.epoch) this.audit.given(change.id, changed.task.epoch, this.now);
    return changed;
  }

  /** Puts a rebuilt task in place of the record that was read. */
  restore(task: Task, over: Task | null): boolean {
    const isWritten = this.redis.records.restore(task, over);
    if (isWritten) this.audit.raised(task.id, task.epoch, this.now);
    return isWritten;
  }

  /** What the agent of a task's issue does. */
  planOf({ id }: Pick<Task, 'id'>): Plan {
    const plan = this.schedule.plans[Number.parseInt(id, 10) - 1];
    if (plan === undefined) throw new RangeError(`there is no issue of ${id}`);
    return plan;
  }

  /** Has one of the threads that wait for this look now, as BullMQ wakes one worker. */
  wakeOne(name: string): void {
    for (const process of this.processes)
      for (const thread of process.threads) {
        if (thread.effect?.name !== name || thread.at <= this.now || !process.isRunning(this.now)) continue;
        thread.at = this.now;
        return;
      }
  }

  /** Has the threads that wait for this look now. */
  wake(name: string): void {
    for (const { threads } of this.processes)
      for (const thread of threads)
        if (thread.effect?.name === name) thread.at = Math.min(thread.at, this.now);
  }

  /** Ends a process as SIGKILL does; its successor comes some seconds later. */
  crash(process: SimulatedProcess): void {
    if (!process.alive) return;
    this.pauseRenewals(({ owner }) => owner === process.name);
    for (const queue of [this.redis.tasks, this.redis.outbox])
      for (const hold of queue.holds.values()) if (hold.owner === process.name) hold.owner = 'nobody';
    process.die();
    this.after(2_000 + this.random.below(20_000), () => process.start(this.now));
  }

  /** Locks of those holds are not renewed any more. */
  pauseRenewals(of: (hold: Hold) => boolean): void {
    for (const queue of [this.redis.tasks, this.redis.outbox])
      for (const hold of queue.holds.values())
        if (of(hold)) queue.pause(hold, { now: this.now, agoMs: this.random.below(queue.lockMs / 2) });
  }

  /** Whoever runs and reaches the store renews its locks, or hears that they are gone. */
  resumeRenewals(): void {
    if (this.redisDownUntil > this.now) return;
    const running = new Set(this.processes.filter((one) => one.isRunning(this.now)).map(({ name }) => name));
    for (const queue of [this.redis.tasks, this.redis.outbox])
      for (const [token, { owner }] of queue.holds)
        if (running.has(owner)) {
          const hearsAt = this.now + this.random.below(queue.lockMs / 2);
          queue.resume(token, { now: this.now, hearsAt });
        }
  }

  after(ms: number, act: () => void): void {
    const at = this.now + ms;
    const later = this.alarms.findIndex((each) => each.at > at);
    this.alarms.splice(later < 0 ? this.alarms.length : later, 0, { at, act });
  }
}

const ids = new Map<number, Task>();

/** The task of an issue; what is the same for all plays is computed once. */
export function taskOf(number: number, now: Date): Task {
  const known = ids.get(number) ?? issueTask(number);
  ids.set(number, known);
  const at = now.toISOString();
  return { ...known, createdAt: at, updatedAt: at };
}

export function taskIdOf(number: number): string {
  return taskOf(number, new Date(EPOCH_MS)).id;
}

function issueTask(number: number): Task {
  const url = `https://${HOST}/${REPO.repo}/issues/${number}`;
  const issue = { ...REPO, number, url, title: 'Say hello', body: 'Please say hello.', labels: [] };
  return newTask({ issue, host: HOST, now: new Date(EPOCH_MS) });
}

/** The rounds of an issue's work, the first one first. */
export function roundsOf({ redis }: Pick<World, 'redis'>, number: number): Task[] {
  const own = redis.records.all().filter(({ id }) => Number.parseInt(id, 10) === number);
  return own.sort((a, b) => a.round - b.round);
}
