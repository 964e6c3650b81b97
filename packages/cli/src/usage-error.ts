import { EXIT_CODES, OperatorError } from '@opencode-commander/task';

/** The command line could not be understood. */
export class UsageError extends OperatorError {
  readonly exitCode = EXIT_CODES.configuration;
}
