import type { DispatcherRegistry, SeenDispatcher } from '@opencode-commander/queue';

/** How long a task waits for a host that lives and takes no work, before another one begins it anew. */
const PATIENCE_MS = 10 * 60_000;

/** The dispatchers of all hosts, as they were when somebody looked last. */
export class Hosts {
  readonly #registry: Pick<DispatcherRegistry, 'list'>;
  readonly #now: () => number;
  readonly #refusingSince = new Map<string, number>();
  #seen: readonly SeenDispatcher[] = [];

  /** `now` in milliseconds, on a clock that nobody sets. */
  constructor(registry: Pick<DispatcherRegistry, 'list'>, now: () => number = () => performance.now()) {
    this.#registry = registry;
    this.#now = now;
  }

  /** Looks again. Throws RedisError. */
  async look(): Promise<readonly SeenDispatcher[]> {
    this.#seen = await this.#registry.list();
    const living = this.#seen.filter(({ alive }) => alive);
    const willing = new Set(living.filter(({ refuses }) => refuses === null).map(({ host }) => host));
    for (const host of willing) this.#refusingSince.delete(host);
    for (const { host } of living)
      if (!willing.has(host) && !this.#refusingSince.has(host)) this.#refusingSince.set(host, this.#now());
    return this.#seen;
  }

  /** Whether what waits for the host waits in vain: it is dead, or has taken no work for long. */
  isGone(host: string): boolean {
    if (!this.#seen.some((each) => each.alive && each.host === host)) return true;
    const since = this.#refusingSince.get(host);
    return since !== undefined && this.#now() - since >= PATIENCE_MS;
  }

  /** A dispatcher by its id; null when it has left, or was never there. */
  find(id: string): SeenDispatcher | null {
    return this.#seen.find((each) => each.id === id) ?? null;
  }
}
