import { EffectFailed } from './refused.ts';

/** What an effect needs to be there. */
export type Target = 'redis' | 'github' | 'podman' | 'agent';

/** One step of a process: something it does to the world, or a time it sleeps. */
export type Effect = { on: Target | 'clock'; name: string; ms: number; act: () => void };

/** A process's story, one effect after the other; between any two of them a fault may come. */
export type Steps<T = void> = Generator<Effect, T, void>;

const nothing = () => undefined;

/** How long an effect is under way, in ms. */
const LATENCY: Readonly<Record<Target, number>> = { redis: 3, github: 400, podman: 80, agent: 40 };

/** Does something in one step; `reply` is null until it was done. */
class Performance<T> implements Effect {
  readonly on: Target;
  readonly name: string;
  readonly ms: number;
  readonly #do: () => T;
  reply: { value: T } | null = null;

  constructor(on: Target, name: string, act: () => T) {
    this.on = on;
    this.name = name;
    this.ms = LATENCY[on];
    this.#do = act;
  }

  act(): void {
    this.reply = { value: this.#do() };
  }
}

/** Does `act` in one step and resolves to what it returned. Throws EffectFailed. */
export function* perform<T>(on: Target, name: string, act: () => T): Steps<T> {
  const performance = new Performance(on, name, act);
  yield performance;
  if (performance.reply === null) throw new EffectFailed(name);
  return performance.reply.value;
}

export function* sleep(ms: number, name = 'sleep'): Steps {
  yield { on: 'clock', name, ms, act: nothing };
}
