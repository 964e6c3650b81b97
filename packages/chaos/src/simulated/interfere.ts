import { actAs } from './people.ts';
import { EffectFailed } from './refused.ts';
import type { Interference } from './scheduler.ts';
import type { Thread } from './simulated-process.ts';
import type { Happening } from './simulated-schedule.ts';
import { SLEEPS, type World } from './world.ts';

/** A step's time where nothing is done, in ms: what is to happen later happens by then all the same. */
const STEP_MS = 700;

/** Has a schedule's happenings come at their steps. */
export class Interfering implements Interference {
  readonly #world: World;
  readonly #left: Happening[];
  readonly #cuts: { from: number; restore: (() => void) | null }[];
  #strikes: Happening[] = [];

  constructor(world: World) {
    this.#world = world;
    this.#left = [...world.schedule.happenings];
    this.#cuts = this.#left.flatMap((each) =>
      each.kind === 'cut' ? [{ from: each.from, restore: null }] : [],
    );
  }

  /** Whether everything has happened. */
  get isOver(): boolean {
    return this.#left.length === 0;
  }

  before(thread: Thread): boolean {
    for (const cut of this.#cuts)
      if (cut.restore === null && this.#isDue(cut.from)) cut.restore = this.#world.redis.snapshot();
    this.#strikes = [];
    for (let next = this.#left[0]; next !== undefined && this.#isDue(next.step); next = this.#left[0]) {
      this.#left.shift();
      this.#strikes.push(next);
    }
    for (const strike of this.#strikes) this.#strikeBefore(strike, thread);
    return thread.process.alive;
  }

  after(thread: Thread): void {
    for (const strike of this.#strikes) strikeAfter(this.#world, strike, thread);
  }

  #isDue(step: number): boolean {
    return step <= this.#world.step || step * STEP_MS <= this.#world.now;
  }

  #strikeBefore(strike: Happening, { process }: Thread): void {
    const world = this.#world;
    switch (strike.kind) {
      case 'crash_before':
        world.crash(process);
        return;
      case 'person':
        actAs(world, strike);
        return;
      case 'skew': {
        const whose = world.processes[strike.whose];
        if (whose === undefined) world.storeSkew = strike.ms;
        else whose.skew = strike.ms;
        return;
      }
      case 'wipe':
        world.redis.clear();
        forget(world);
        return;
      case 'cut':
        this.#cuts.find(({ from }) => from === strike.from)?.restore?.();
        forget(world);
        return;
      default:
        strikeHost(world, strike);
        return;
    }
  }
}

/** The store has lost something: whoever held a job of it hears at its next renewal. */
function forget(world: World): void {
  world.audit.lost(world.now);
  world.resumeRenewals();
}

function strikeHost(world: World, strike: Happening): void {
  const { random } = world;
  switch (strike.kind) {
    case 'github_down':
      world.githubDownUntil = world.now + strike.ms;
      return;
    case 'redis_down':
      world.redisDownUntil = Math.max(world.redisDownUntil, world.now + strike.ms);
      world.pauseRenewals(() => true);
      world.after(strike.ms + 1, () => world.resumeRenewals());
      return;
    case 'lock_lost': {
      const holds = [world.redis.tasks, world.redis.outbox].flatMap((queue) => [...queue.holds.values()]);
      if (holds.length === 0) return;
      const hold = random.pick(holds);
      hold.vanishedAt = world.now;
      hold.lostAt ??= world.now + random.below(5_000);
      return;
    }
    case 'kill_container': {
      const running = world.containers.all().filter(({ state }) => state === 'running');
      if (running.length > 0) world.containers.change(random.pick(running).id, { state: 'stopped' });
      return;
    }
    case 'hint':
      world.wake(SLEEPS.tick);
      return;
    default:
      return;
  }
}

function strikeAfter(world: World, strike: Happening, thread: Thread): void {
  const { process } = thread;
  if (strike.kind === 'crash_after') world.crash(process);
  if (strike.kind === 'lose_reply') thread.error = new EffectFailed('the reply');
  if (strike.kind !== 'freeze' || !process.alive) return;
  process.frozenUntil = world.now + strike.ms;
  world.pauseRenewals(({ owner }) => owner === process.name);
  world.after(strike.ms, () => world.resumeRenewals());
}
