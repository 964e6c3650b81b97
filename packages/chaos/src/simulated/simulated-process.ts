import type { Effect, Steps } from './effect.ts';

/** One story of a process: an effect under way, or a reply that is to be heard. */
export type Thread = {
  process: SimulatedProcess;
  steps: Steps;
  /** When its effect happens, or its reply comes. */
  at: number;
  /** Under way; null when the reply comes next. */
  effect: Effect | null;
  /** What its next resumption throws. */
  error: Error | null;
};

export type ProcessKind = 'poller' | 'dispatcher';

/** A process with a clock of its own that people may set. */
export class SimulatedProcess {
  readonly name: string;
  readonly kind: ProcessKind;
  readonly host: string;
  readonly #boot: (process: SimulatedProcess) => Steps[];
  alive = true;
  frozenUntil = 0;
  /** How far its wall clock is wrong, in ms. */
  skew = 0;
  threads: Thread[] = [];

  constructor(
    about: { name: string; kind: ProcessKind; host: string },
    boot: (process: SimulatedProcess) => Steps[],
  ) {
    this.name = about.name;
    this.kind = about.kind;
    this.host = about.host;
    this.#boot = boot;
  }

  /** Begins its stories anew at `now`. */
  start(now: number): void {
    this.alive = true;
    this.frozenUntil = 0;
    this.threads = this.#boot(this).map((steps) => ({
      process: this,
      steps,
      at: now,
      effect: null,
      error: null,
    }));
  }

  /** Nothing of it goes on; what it sent is on its way already. */
  die(): void {
    this.alive = false;
    this.threads = [];
  }

  isRunning(now: number): boolean {
    return this.alive && this.frozenUntil <= now;
  }
}
