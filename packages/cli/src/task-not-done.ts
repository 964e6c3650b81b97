import { EXIT_CODES, type ExitCode, type Failure, OperatorError } from '@opencode-commander/task';

/** A followed task did not end as it should have: the program's exit code tells how. */
export class TaskNotDone extends OperatorError {
  readonly exitCode: ExitCode;

  constructor(message: string, exitCode: ExitCode) {
    super(message);
    this.exitCode = exitCode;
  }
}

/** The exit code for a task that failed. */
export function exitCodeOf({ kind }: Failure): ExitCode {
  if (kind === 'container') return EXIT_CODES.container;
  if (kind === 'github') return EXIT_CODES.github;
  return EXIT_CODES.agent;
}
