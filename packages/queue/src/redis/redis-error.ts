import { EXIT_CODES, OperatorError } from '@opencode-commander/task';

/** Redis cannot be used as it is: unreachable, refusing us, evicting keys, or without a server binary. */
export class RedisError extends OperatorError {
  readonly exitCode = EXIT_CODES.redis;
}

/** The error without the command that ioredis hangs on it: the arguments of AUTH are the password. */
export function withoutCommand(error: Error): Error {
  if (!('command' in error)) return error;
  const clean = new Error(error.message);
  clean.name = error.name;
  return clean;
}
