import { EXIT_CODES, OperatorError } from '@opencode-commander/task';

/**
 * Whose doing a failure is, as kinds of `Failure`: the provider's, where trying again may help (`model`), or only after
 * its quota is there again (`model_quota`), or only a person can (`model_refused`: the key or the model's name), or the
 * agent's, or of what it runs in (`container`): opencode died or hangs, and another one may not.
 */
export type AgentFailureKind = 'model' | 'model_refused' | 'model_quota' | 'agent' | 'container';

type AgentFailure = { kind: AgentFailureKind; retryAfterMs: number | null };

/** opencode did not do what it was asked for, or cannot be reached. */
export class AgentError extends OperatorError {
  readonly exitCode = EXIT_CODES.agent;
  readonly kind: AgentFailureKind;
  /** Milliseconds after which the provider may be asked again; null where nobody said. */
  readonly retryAfterMs: number | null;

  constructor(
    message: string,
    { kind = 'agent', retryAfterMs = null, ...options }: ErrorOptions & Partial<AgentFailure> = {},
  ) {
    super(message, options);
    this.kind = kind;
    this.retryAfterMs = retryAfterMs;
  }
}

/** opencode answered a call with an HTTP error. */
export class RefusedCallError extends AgentError {
  /** The HTTP status. */
  readonly status: number;

  constructor(message: string, status: number, options: ErrorOptions) {
    super(message, options);
    this.status = status;
  }
}

/** opencode's answer to a call was larger than is taken. */
export class TooLargeAnswerError extends AgentError {}
