/** What each of commander's programs exits with. */
export const EXIT_CODES = {
  ok: 0,
  agent: 1,
  container: 2,
  github: 3,
  configuration: 4,
  redis: 5,
  interrupted: 130,
} as const;

export type ExitCode = (typeof EXIT_CODES)[keyof typeof EXIT_CODES];

/**
 * An error that a person can act on. Its message is one line that says what is wrong and what to do, without
 * credentials; every edge (Redis, Podman, GitHub …) has a subclass of its own.
 */
export abstract class OperatorError extends Error {
  /** The exit code of a program that ends because of this error. */
  abstract readonly exitCode: ExitCode;

  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
  }
}
