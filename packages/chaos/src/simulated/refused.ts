/** Something that a process expects to go wrong. It is thrown by the thousand, and where is never asked: it has no stack. */
class Expected extends Error {
  constructor(name: string, message: string) {
    const { stackTraceLimit } = Error;
    Error.stackTraceLimit = 0;
    super(message);
    Error.stackTraceLimit = stackTraceLimit;
    this.name = name;
  }
}

/** The effect did not happen, or nobody knows whether it did. */
export class EffectFailed extends Expected {
  constructor(name: string) {
    super('EffectFailed', `${name} failed`);
  }
}

/** The store wrote nothing, and says why. */
export class Refused extends Expected {
  readonly why: string;

  constructor(why: string) {
    super('Refused', `the store refused: ${why}`);
    this.why = why;
  }
}

/** The worker's lock is lost, or may be. */
export class Interrupted extends Expected {
  constructor() {
    super('Interrupted', 'the lock is lost');
  }
}

/** Rethrows what no fault explains. */
export function tolerate(error: unknown): void {
  if (!(error instanceof Expected)) throw error;
}
