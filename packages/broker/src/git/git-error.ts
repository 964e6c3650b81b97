import { EXIT_CODES, OperatorError } from '@opencode-commander/task';
import { redact } from './redact.ts';

/**
 * `not_found`, `unauthorized` (401), `forbidden` (403) and `unreachable` are said by the remote's HTTP status;
 * `moved`: the remote's branch is elsewhere than expected; `refused`: the remote answered and did not take the branch; `failed`: git on this host could not do its part.
 */
export type GitErrorKind =
  | 'not_found'
  | 'unauthorized'
  | 'forbidden'
  | 'unreachable'
  | 'moved'
  | 'refused'
  | 'failed';

/** Git could not be fetched, pushed or read; message and cause are free of the remote's credentials. */
export class GitError extends OperatorError {
  override readonly exitCode = EXIT_CODES.github;
  readonly kind: GitErrorKind;

  constructor(
    kind: GitErrorKind,
    message: string,
    options: { cause?: unknown; authorization?: string | null } = {},
  ) {
    const { authorization = null, cause } = options;
    super(redact(message, authorization), cause === undefined ? undefined : { cause });
    this.kind = kind;
  }
}
