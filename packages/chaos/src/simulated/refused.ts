import { EffectFailed } from './effect.ts';

/** The store wrote nothing, and says why. */
export class Refused extends Error {
  readonly why: string;

  constructor(why: string) {
    super(`the store refused: ${why}`);
    this.name = 'Refused';
    this.why = why;
  }
}

/** The worker's lock is lost, or may be. */
export class Interrupted extends Error {
  constructor() {
    super('the lock is lost');
    this.name = 'Interrupted';
  }
}

/** Rethrows what no fault explains. */
export function tolerate(error: unknown): void {
  if (error instanceof EffectFailed || error instanceof Refused || error instanceof Interrupted) return;
  throw error;
}
