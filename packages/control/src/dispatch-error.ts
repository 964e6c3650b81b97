import { EXIT_CODES, OperatorError } from '@opencode-commander/task';

export type DispatchErrorKind = 'bad_reference' | 'other_host' | 'pull_request' | 'closed';

/** The issue cannot become a task. */
export class DispatchError extends OperatorError {
  readonly exitCode = EXIT_CODES.github;
  readonly kind: DispatchErrorKind;

  constructor(kind: DispatchErrorKind, message: string) {
    super(message);
    this.kind = kind;
  }
}
