import { type ExitCode, OperatorError } from '@opencode-commander/task';

/** A followed task did not end as it should have: the program's exit code tells how. */
export class TaskNotDone extends OperatorError {
  readonly exitCode: ExitCode;

  constructor(message: string, exitCode: ExitCode) {
    super(message);
    this.exitCode = exitCode;
  }
}
