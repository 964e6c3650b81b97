import { DEAD_AFTER_MS, type DispatcherRegistry, type SeenDispatcher } from '@opencode-commander/queue';

/** How long a task waits for a host that lives and takes no work, before another one begins it anew. */
const PATIENCE_MS = 10 * 60_000;
/** Who did not look, or was not heard, for longer than this may have missed the beats of all others. */
const GAP_MS = DEAD_AFTER_MS / 2;

export type HostsOptions = {
  /** The id of this process in the registry: as long as it is not heard there, others may not be either. */
  self?: string;
  /** In milliseconds, on a clock that nobody sets. */
  now?: () => number;
};

/** The dispatchers of all hosts, as they were when somebody looked last. */
export class Hosts {
  readonly #registry: Pick<DispatcherRegistry, 'list'>;
  readonly #self: string | undefined;
  readonly #now: () => number;
  readonly #refusingSince = new Map<string, number>();
  #seen: readonly SeenDispatcher[] = [];
  #lookedAt = Number.NEGATIVE_INFINITY;
  #listeningSince = 0;

  constructor(
    registry: Pick<DispatcherRegistry, 'list'>,
    { self, now = () => performance.now() }: HostsOptions = {},
  ) {
    this.#registry = registry;
    this.#self = self;
    this.#now = now;
  }

  /** Looks again. Throws RedisError. */
  async look(): Promise<readonly SeenDispatcher[]> {
    this.#seen = await this.#registry.list();
    this.#listen();
    const living = this.#seen.filter(({ alive }) => alive);
    const willing = new Set(living.filter(({ refuses }) => refuses === null).map(({ host }) => host));
    for (const host of willing) this.#refusingSince.delete(host);
    for (const { host } of living)
      if (!willing.has(host) && !this.#refusingSince.has(host)) this.#refusingSince.set(host, this.#now());
    return this.#seen;
  }

  /** Whether what waits for the host waits in vain: it has left, is dead, or has taken no work for long. */
  isGone(host: string): boolean {
    const there = this.#seen.filter((each) => each.host === host);
    if (there.every((each) => this.isDead(each))) return true;
    const since = this.#refusingSince.get(host);
    return since !== undefined && this.#now() - since >= PATIENCE_MS;
  }

  /** Whether it is silent although it could be heard: after an outage of Redis everybody is, for a while. */
  isDead({ alive }: SeenDispatcher): boolean {
    return !alive && this.#lookedAt - this.#listeningSince >= DEAD_AFTER_MS;
  }

  /** A dispatcher by its id; null when it has left, or was never there. */
  find(id: string): SeenDispatcher | null {
    return this.#seen.find((each) => each.id === id) ?? null;
  }

  /** Listens from now on when it did not until now. */
  #listen(): void {
    const now = this.#now();
    if (now - this.#lookedAt > GAP_MS || !this.#isHeard()) this.#listeningSince = now;
    this.#lookedAt = now;
  }

  #isHeard(): boolean {
    if (this.#self === undefined) return true;
    const own = this.find(this.#self);
    return own !== null && own.seenMsAgo <= GAP_MS;
  }
}
