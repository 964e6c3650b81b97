import { type ExitCode, OperatorError } from '@opencode-commander/task';

/** Something is missing that commander needs; the exit code says in which corner. */
export class UnfitHostError extends OperatorError {
  readonly exitCode: ExitCode;

  constructor(message: string, exitCode: ExitCode) {
    super(message);
    this.exitCode = exitCode;
  }
}
