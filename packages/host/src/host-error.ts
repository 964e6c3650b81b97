import { EXIT_CODES, type ExitCode, OperatorError } from '@opencode-commander/task';

/** The host lacks something that commander needs; the exit code says in which corner. */
export class HostError extends OperatorError {
  readonly exitCode: ExitCode;

  constructor(message: string, exitCode: ExitCode = EXIT_CODES.configuration) {
    super(message);
    this.exitCode = exitCode;
  }
}
