/** How the releases before this one went. */
type Releasing = {
  /** Whether each of them ended, in time and without an error. */
  isClean: boolean;
};

type Release = (soFar: Releasing) => Promise<void> | void;
type Entry = { name: string; release: Release; timeoutMs: number };

export type ReleaseStackOptions = {
  /** How long one release may take before the next begins, 10 s unless given. */
  timeoutMs?: number;
  /** Called with a line for people about a release that took too long. */
  warn?: (line: string) => void;
};

/** What a process or a task has acquired, released last in, first out. */
export class ReleaseStack implements AsyncDisposable {
  readonly #entries: Entry[] = [];
  readonly #timeoutMs: number;
  readonly #warn: (line: string) => void;
  #releasing: Promise<void> | null = null;
  #released = false;
  #isClean = true;

  constructor({ timeoutMs = 10_000, warn = () => undefined }: ReleaseStackOptions = {}) {
    this.#timeoutMs = timeoutMs;
    this.#warn = warn;
  }

  /** Has `release` called when the stack is released; at once when that has already happened. */
  defer(name: string, release: Release, timeoutMs = this.#timeoutMs): void {
    this.#entries.push({ name, release, timeoutMs });
    if (this.#released) void this.#drain().then((errors) => this.#warnOf(errors));
  }

  /** Has `resource` disposed of when the stack is released, and returns it. */
  use<T extends AsyncDisposable>(name: string, resource: T): T {
    this.defer(name, async () => resource[Symbol.asyncDispose]());
    return resource;
  }

  /** Releases everything, once; a failing or slow release does not stop the others. Throws an AggregateError at the end. */
  release(): Promise<void> {
    this.#releasing ??= this.#releaseAll();
    return this.#releasing;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.release();
  }

  async #releaseAll(): Promise<void> {
    const errors = await this.#drain();
    this.#released = true;
    if (errors.length > 0) throw new AggregateError(errors, errors.map((error) => error.message).join('; '));
  }

  async #drain(): Promise<Error[]> {
    const errors: Error[] = [];
    for (let entry = this.#entries.pop(); entry; entry = this.#entries.pop()) {
      const error = await this.#releaseOne(entry);
      if (error) errors.push(error);
    }
    return errors;
  }

  async #releaseOne({ name, release, timeoutMs }: Entry): Promise<Error | null> {
    let timer: NodeJS.Timeout | undefined;
    const slow = new Promise<'slow'>((resolve) => {
      timer = setTimeout(resolve, timeoutMs, 'slow');
    });
    try {
      const ended = await Promise.race([this.#call(release), slow]);
      if (ended !== 'slow') return null;
      this.#isClean = false;
      this.#warn(`${name} was not released within ${timeoutMs / 1000} s; going on without it`);
      return null;
    } catch (error) {
      this.#isClean = false;
      return new Error(`${name} could not be released: ${messageOf(error)}`, { cause: error });
    } finally {
      clearTimeout(timer);
    }
  }

  async #call(release: Release): Promise<void> {
    await release({ isClean: this.#isClean });
  }

  #warnOf(errors: readonly Error[]): void {
    for (const error of errors) this.#warn(error.message);
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
