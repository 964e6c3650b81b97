import { EXIT_CODES, OperatorError } from '@opencode-commander/task';

/** Redis cannot be used as it is: unreachable, refusing us, evicting keys, or without a server binary. */
export class RedisError extends OperatorError {
  readonly exitCode = EXIT_CODES.redis;
}
