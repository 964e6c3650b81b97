import { EXIT_CODES, OperatorError } from '@opencode-commander/task';

/** A form lacks what it needs to be an answer or a request. */
export class FormError extends OperatorError {
  readonly exitCode = EXIT_CODES.configuration;
}
