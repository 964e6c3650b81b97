import { once } from 'node:events';
import { EXIT_CODES, OperatorError } from '@opencode-commander/task';

/** Something that runs until it is stopped. `stop` returns when it holds nothing any more. */
export type Service = { stop(): Promise<void> };

/** A port that could not be listened on. */
export class ListenError extends OperatorError {
  readonly exitCode = EXIT_CODES.configuration;
}

/** Returns when `signal` is aborted: the last line of a program that runs until it is told to end. */
export async function untilAborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  // A signal alone does not keep the process alive.
  const alive = setInterval(() => undefined, 2 ** 30);
  await once(signal, 'abort');
  clearInterval(alive);
}
