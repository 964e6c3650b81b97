import { kill } from 'node:process';
import { FAILPOINTS, type Failpoint, type Hit, type Verdict } from '@opencode-commander/service';
import type { Ground } from '../ground.ts';
import type { Cast } from '../processes/start-cast.ts';
import type { Fault, Planned, Schedule } from '../schedule/fault.ts';
import { type ScheduleWatch, watchSchedule } from '../schedule/watch-schedule.ts';
import type { Population } from '../story/population.ts';
import type { World } from '../world.ts';
import { inject } from './inject.ts';

type Stage = { ground: Ground; world: World; population: Population };

const GO = { verdict: 'go', ms: 0 } as const;

/** The faults of a run as they come. */
export class Mischief {
  readonly #schedule: Schedule;
  readonly #stage: Stage;
  readonly #watch: ScheduleWatch;
  readonly #ending = new AbortController();
  readonly #under = new Set<Promise<void>>();
  readonly #brokeNothing: Planned[] = [];
  #cast: Cast | null = null;
  #injected = 0;
  #movedAt = performance.now();
  #lostRecords = false;

  constructor(schedule: Schedule, stage: Stage) {
    this.#schedule = schedule;
    this.#stage = stage;
    this.#watch = watchSchedule(schedule.faults);
  }

  get injected(): number {
    return this.#injected;
  }

  /** Redis was emptied or cut. */
  get lostRecords(): boolean {
    return this.#lostRecords;
  }

  /** Faults that have yet to come, without those of failpoints that may never be hit. */
  get left(): number {
    return this.#watch.left().filter(({ at }) => 'hits' in at).length;
  }

  /** Those of failpoints that have yet to come. */
  get waiting(): number {
    return this.#watch.left().length - this.left;
  }

  /** Those that found nothing to break, and those whose moment did not come. */
  get missed(): Planned[] {
    return [...this.#brokeNothing, ...this.#watch.left()];
  }

  /** The failpoints that were never hit. */
  get neverHit(): Failpoint[] {
    return FAILPOINTS.filter((point) => !this.counts.has(point));
  }

  /** How often each failpoint was hit. */
  get counts(): ReadonlyMap<string, number> {
    return this.#watch.counts();
  }

  /** Milliseconds since a failpoint was hit, or a fault was made. */
  get stillMs(): number {
    return performance.now() - this.#movedAt;
  }

  /** From now on faults are made. */
  begin(cast: Cast): void {
    this.#cast = cast;
    this.#movedAt = performance.now();
  }

  /** Makes everything right again; nothing goes wrong any more. */
  async end(): Promise<void> {
    const { world } = this.#stage;
    this.#ending.abort();
    await Promise.all(this.#under);
    world.github.clearFaults();
    world.proxy.set('open');
    await world.image.putBack();
    for (const kept of this.#cast?.values() ?? []) kept.signal('SIGCONT');
  }

  /** Has the next fault come now. */
  hurry(): void {
    const fault = this.#watch.next();
    if (fault !== null) this.#make(fault, 'nothing moves');
    this.#movedAt = performance.now();
  }

  /** What is to happen to a process that waits at a failpoint. */
  async decide({ point, pid }: Hit): Promise<Omit<Verdict, 'id'>> {
    this.#movedAt = performance.now();
    const { due, here } = this.#watch.hit(point);
    for (const fault of due) this.#make(fault, point);
    if (here === null || this.#ending.signal.aborted) return GO;
    this.#tell(here, point);
    if (here.verdict !== 'freeze') return { verdict: here.verdict, ms: here.ms };
    freeze(pid, here.ms);
    return GO;
  }

  #make(fault: Fault, at: string): void {
    if (this.#cast === null || this.#ending.signal.aborted) return;
    this.#tell(fault, at);
    if (fault.kind === 'redis_flush' || fault.kind === 'redis_aof_cut') this.#lostRecords = true;
    const work = this.#inject(fault, this.#cast).finally(() => this.#under.delete(work));
    this.#under.add(work);
  }

  async #inject(fault: Fault, cast: Cast): Promise<void> {
    const { world, population, ground } = this.#stage;
    const { stories } = population;
    const site = { world, cast, stories, open: () => population.open(), signal: this.#ending.signal };
    try {
      if (await inject(site, fault)) return;
      this.#brokeNothing.push(...this.#schedule.faults.filter((planned) => planned.fault === fault));
    } catch (error) {
      ground.say(
        `${fault.kind} could not be made: ${error instanceof Error ? error.message : String(error)}`,
      );
    }
  }

  #tell(fault: Fault, at: string): void {
    const { seed, faults } = this.#schedule;
    this.#injected += 1;
    this.#movedAt = performance.now();
    this.#stage.ground.say(
      `fault ${this.#injected}/${faults.length} (seed ${seed}), ${at}: ${JSON.stringify(fault)}`,
    );
  }
}

/** Stops it before it hears that it may go on. */
function freeze(pid: number, ms: number): void {
  kill(pid, 'SIGSTOP');
  setTimeout(() => {
    try {
      kill(pid, 'SIGCONT');
    } catch (error) {
      // It was killed meanwhile.
      if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
    }
  }, ms).unref();
}
