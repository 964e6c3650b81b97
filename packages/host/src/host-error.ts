import { EXIT_CODES, OperatorError } from '@opencode-commander/task';

/** The host lacks something that could not be installed. */
export class HostError extends OperatorError {
  readonly exitCode = EXIT_CODES.configuration;
}
