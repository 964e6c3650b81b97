import { EXIT_CODES, OperatorError } from '@opencode-commander/task';

/**
 * Whose doing a failure is, as kinds of `Failure`: the provider's, where trying again may help (`model`) or only a person
 * can (`model_refused`: the key or the model's name), or the agent's.
 */
export type AgentFailureKind = 'model' | 'model_refused' | 'agent';

/** opencode did not do what it was asked for, or cannot be reached. */
export class AgentError extends OperatorError {
  readonly exitCode = EXIT_CODES.agent;
  readonly kind: AgentFailureKind;

  constructor(
    message: string,
    { kind = 'agent', ...options }: ErrorOptions & { kind?: AgentFailureKind } = {},
  ) {
    super(message, options);
    this.kind = kind;
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
