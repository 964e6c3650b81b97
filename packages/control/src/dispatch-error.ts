import { EXIT_CODES, type ExitCode, OperatorError } from '@opencode-commander/task';

export type DispatchErrorKind = 'bad_reference' | 'other_host' | 'pull_request' | 'closed';

/** The issue cannot become a task: whoever named it named something else, or it is closed on GitHub. */
export class DispatchError extends OperatorError {
  readonly exitCode: ExitCode;
  readonly kind: DispatchErrorKind;

  constructor(kind: DispatchErrorKind, message: string) {
    super(message);
    this.kind = kind;
    this.exitCode = kind === 'closed' ? EXIT_CODES.github : EXIT_CODES.configuration;
  }
}
