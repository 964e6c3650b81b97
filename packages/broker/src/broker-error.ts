import { EXIT_CODES, OperatorError } from '@opencode-commander/task';

/** The broker could not be started: its socket's path is too long, taken or not writable. */
export class BrokerError extends OperatorError {
  override readonly exitCode = EXIT_CODES.container;
}
