import { EXIT_CODES, type ExitCode, OperatorError } from '@opencode-commander/task';

export type DispatchErrorKind =
  | 'bad_reference'
  | 'other_host'
  | 'pull_request'
  | 'closed'
  | 'not_served'
  | 'under_way';

const OF_GITHUB: readonly DispatchErrorKind[] = ['closed', 'not_served'];

/**
 * The issue, or the text, cannot become a task: whoever named it named something else, it is closed on GitHub, nobody may work in
 * its repository, or the same is being asked for by somebody else.
 */
export class DispatchError extends OperatorError {
  readonly exitCode: ExitCode;
  readonly kind: DispatchErrorKind;

  constructor(kind: DispatchErrorKind, message: string) {
    super(message);
    this.kind = kind;
    const exitCode = kind === 'under_way' ? EXIT_CODES.agent : EXIT_CODES.configuration;
    this.exitCode = OF_GITHUB.includes(kind) ? EXIT_CODES.github : exitCode;
  }
}
