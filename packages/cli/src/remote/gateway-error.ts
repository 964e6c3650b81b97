import { EXIT_CODES, type ExitCode, OperatorError } from '@opencode-commander/task';

/** What the gateway says it cannot do: its line, and the exit code that goes with it. */
export class RefusedError extends OperatorError {
  readonly exitCode: ExitCode;

  constructor(message: string, exitCode: ExitCode) {
    super(message);
    this.exitCode = exitCode;
  }
}

/** What answers at the address is no gateway that this program can speak with. */
export class StrangeGatewayError extends OperatorError {
  readonly exitCode = EXIT_CODES.configuration;
}

/** The gateway, or the Redis behind it, cannot be reached at the moment: trying again may help. */
export class GatewayAwayError extends OperatorError {
  readonly exitCode: ExitCode;

  constructor(
    message: string,
    { exitCode = EXIT_CODES.redis, cause }: { exitCode?: ExitCode; cause?: unknown } = {},
  ) {
    super(message, { cause });
    this.exitCode = exitCode;
  }
}
