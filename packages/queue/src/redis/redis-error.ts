import { EXIT_CODES, type ExitCode, OperatorError } from '@opencode-commander/task';

/** Redis cannot be used as it is: unreachable, refusing us, evicting keys, or without a server binary. */
export class RedisError extends OperatorError {
  readonly exitCode: ExitCode = EXIT_CODES.redis;
}

/** Nothing answers there that could be used, as where Redis is still being started: it may pass with nothing mended. */
export class RedisAwayError extends RedisError {}

/** `redis.url` names no Redis at all. */
export class RedisAddressError extends RedisError {
  override readonly exitCode = EXIT_CODES.configuration;
}

/** The error without the command that ioredis hangs on it: the arguments of AUTH are the password. */
export function withoutCommand(error: Error): Error {
  if (!('command' in error)) return error;
  const clean = new Error(error.message);
  clean.name = error.name;
  return clean;
}

/** What Redis, or the way to it, has against something: a reply error's code is the first word of its text (RESP specification, "simple errors"). */
export function codeOf(error: Error & { code?: string }): string {
  return error.code ?? error.message.split(' ', 1)[0] ?? '';
}
