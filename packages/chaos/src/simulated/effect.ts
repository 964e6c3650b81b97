/** What an effect needs to be there. */
export type Target = 'redis' | 'github' | 'podman' | 'agent';

/** One step of a process: something it does to the world, or a time it sleeps. */
export type Effect = { on: Target | 'clock'; name: string; ms: number; act: () => void };

/** A process's story, one effect after the other; between any two of them a fault may come. */
export type Steps<T = void> = Generator<Effect, T, void>;

/** The effect did not happen, or nobody knows whether it did. */
export class EffectFailed extends Error {
  constructor(name: string) {
    super(`${name} failed`);
    this.name = 'EffectFailed';
  }
}

const nothing = () => undefined;

/** How long an effect is under way, in ms. */
const LATENCY: Readonly<Record<Target, number>> = { redis: 3, github: 120, podman: 80, agent: 40 };

/** Does `act` in one step and resolves to what it returned. Throws EffectFailed. */
export function* perform<T>(on: Target, name: string, act: () => T): Steps<T> {
  const reply: { it: { value: T } | null } = { it: null };
  yield {
    on,
    name,
    ms: LATENCY[on],
    act: () => {
      reply.it = { value: act() };
    },
  };
  if (reply.it === null) throw new EffectFailed(name);
  return reply.it.value;
}

export function* sleep(ms: number, name = 'sleep'): Steps {
  yield { on: 'clock', name, ms, act: nothing };
}
