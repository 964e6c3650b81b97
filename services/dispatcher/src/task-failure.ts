import { EXIT_CODES, type FailureKind, OperatorError } from '@opencode-commander/task';

/** The run came to an end that is the task's own: no work, a refused push, a timeout. The message is for people. */
export class TaskFailure extends OperatorError {
  readonly exitCode = EXIT_CODES.agent;
  readonly kind: FailureKind;

  constructor(kind: FailureKind, message: string, options?: ErrorOptions) {
    super(message, options);
    this.kind = kind;
  }
}
