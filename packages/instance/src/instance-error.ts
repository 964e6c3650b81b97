import { AgentError, RefusedCallError } from '@opencode-commander/agent';
import { EXIT_CODES, type ExitCode, OperatorError } from '@opencode-commander/task';

/**
 * What is wrong with an instance: nobody answers, or too late (`unreachable`); it wants another password
 * (`unauthorized`); it is no opencode, or too old a one (`unfit`); it did not do what it was asked (`refused`).
 */
export type InstanceErrorKind = 'unreachable' | 'unauthorized' | 'unfit' | 'refused';

/** An instance did not do what it was asked for. */
export class InstanceError extends OperatorError {
  readonly exitCode: ExitCode;
  readonly kind: InstanceErrorKind;

  constructor(message: string, { kind, ...options }: ErrorOptions & { kind: InstanceErrorKind }) {
    super(message, options);
    this.kind = kind;
    this.exitCode = kind === 'unauthorized' || kind === 'unfit' ? EXIT_CODES.configuration : EXIT_CODES.agent;
  }
}

const ADVICE: Readonly<Record<InstanceErrorKind, string>> = {
  unreachable: ': is it running?',
  unauthorized: ': check its username and password in commander.toml',
  unfit: '',
  refused: '',
};

/** What an error of the connection to an instance, named as people know it, means. What is no AgentError stays as it is. */
export function instanceError(name: string, error: unknown): unknown {
  if (!(error instanceof AgentError)) return error;
  const kind = kindOf(error);
  const code = codeOf(error.cause);
  const why = code === null ? '' : ` (${code})`;
  return new InstanceError(`${name}: ${error.message}${why}${ADVICE[kind]}`, { kind, cause: error });
}

function kindOf(error: AgentError): InstanceErrorKind {
  if (error instanceof RefusedCallError) return error.status === 401 ? 'unauthorized' : 'refused';
  return error.kind === 'container' ? 'unreachable' : 'refused';
}

/** Such as ECONNREFUSED; where a host has several addresses, of the first. */
function codeOf(cause: unknown): string | null {
  if (cause instanceof AggregateError) return codeOf(cause.errors[0]);
  return cause instanceof Error && 'code' in cause && typeof cause.code === 'string' ? cause.code : null;
}
