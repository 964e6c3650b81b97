import { EXIT_CODES, OperatorError } from '@opencode-commander/task';

export type GitHubErrorKind =
  | 'unauthorized'
  | 'forbidden'
  | 'not_found'
  | 'rate_limited'
  | 'unavailable'
  | 'invalid';

export type GitHubErrorOptions = {
  kind: GitHubErrorKind;
  /** Milliseconds until the same call may succeed, as GitHub said it. */
  retryAfterMs?: number | undefined;
  /** What was asked for was there once and was deleted: nobody waits for it. */
  gone?: boolean;
  /** Values that must not appear in the message, whatever GitHub echoed. */
  secrets?: readonly string[];
  cause?: unknown;
};

// Personal, OAuth, user, installation and refresh tokens (`gh?_…`), fine-grained ones, and credentials in a URL.
const CREDENTIALS = /\bgh[a-z]_[A-Za-z0-9_]+|\bgithub_pat_[A-Za-z0-9_]+|(?<=:\/\/)[^\s/@]+(?=@)/g;

/**
 * GitHub refused or could not be reached; the message says what to do. `retryable` tells whether the same call can
 * succeed later with nothing changed by a person, `retryAfterMs` when (absent: soon),
 * `gone` that what was asked for was deleted.
 */
export class GitHubError extends OperatorError {
  readonly exitCode = EXIT_CODES.github;
  readonly kind: GitHubErrorKind;
  readonly retryable: boolean;
  readonly retryAfterMs?: number;
  readonly gone: boolean;

  constructor(
    message: string,
    { kind, retryAfterMs, gone = false, secrets = [], cause }: GitHubErrorOptions,
  ) {
    super(redact(message, secrets), { cause });
    this.kind = kind;
    this.gone = gone;
    this.retryable = kind === 'rate_limited' || kind === 'unavailable';
    if (retryAfterMs !== undefined) this.retryAfterMs = retryAfterMs;
  }
}

function redact(text: string, secrets: readonly string[]): string {
  const known = secrets.filter((secret) => secret !== '');
  const without = known.reduce((left, secret) => left.replaceAll(secret, '[secret]'), text);
  return without.replace(CREDENTIALS, '[secret]').replace(/\s*\n\s*/g, ' ');
}
