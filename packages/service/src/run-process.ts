import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { inspect } from 'node:util';
import { EXIT_CODES, type ExitCode } from '@opencode-commander/task';
import { type ProcessHost, watchHost } from './interruption.ts';
import { createRedactor, type Redactor } from './redactor.ts';
import { ReleaseStack } from './release-stack.ts';

/** What a program gets to live with. */
export type Scope = {
  /** Aborted by the first SIGINT, SIGTERM or SIGHUP, and by an uncaught error. */
  signal: AbortSignal;
  /** Released when `start` has returned or thrown. */
  stack: ReleaseStack;
  /** Applied to every line about an error; pass it to `createLogger` and add the configured secrets to it. */
  redactor: Redactor;
};

export type ProcessOptions = {
  /** Stands before every line on standard error. */
  name: string;
  host: ProcessHost;
  /** The program: it ends when this returns, so a service awaits `untilAborted(signal)` at the end. */
  start: (scope: Scope) => Promise<void>;
  /** How long `start` may take to return after an interruption, and each release; 10 s unless given. */
  graceMs?: number;
  /** Milliseconds of a monotonic clock. */
  now?: () => number;
};

/**
 * Runs a program from its start to its exit code: 0 when `start` returned (also after SIGTERM), 130 when it was
 * interrupted, an OperatorError's own code after one line on standard error, else 1 after the stack. The stack is
 * released in every case. A second signal exits at once, with 130.
 */
export async function runProcess(options: ProcessOptions): Promise<ExitCode> {
  const { name, host, start, graceMs = 10_000, now = () => performance.now() } = options;
  const redactor = createRedactor();
  const say = (line: string) => void host.stderr.write(`${name}: ${redactor.redact(line)}\n`);
  const stack = new ReleaseStack({ timeoutMs: graceMs, warn: say });
  const interruption = watchHost({ host, say, now });
  const { signal } = interruption;
  const run = async () => start({ signal, stack, redactor });
  try {
    const thrown = await errorsOf(untilEnded(run(), signal, graceMs));
    const unreleased = await errorsOf(stack.release());
    const all = new Set([...thrown, ...unreleased, ...interruption.uncaught]);
    const failures = [...all].filter((error) => !isAbort(error, interruption.cause()));
    for (const error of failures) say(lineOf(error));
    const gaveUp = interruption.cause() === 'SIGINT' || (interruption.cause() !== null && thrown.length > 0);
    return gaveUp ? EXIT_CODES.interrupted : exitCodeOf(failures);
  } finally {
    interruption.stop();
  }
}

/** Returns when the program does; after the signal was aborted, at the latest after `graceMs`. */
async function untilEnded(program: Promise<void>, signal: AbortSignal, graceMs: number): Promise<void> {
  const ended = new AbortController();
  const options = { signal: ended.signal, ref: true };
  const graceOver = async () => {
    if (!signal.aborted) await once(signal, 'abort', options);
    await delay(graceMs, undefined, options);
  };
  try {
    await Promise.race([program, graceOver()]);
  } finally {
    ended.abort();
  }
}

async function errorsOf(work: Promise<void>): Promise<unknown[]> {
  try {
    await work;
    return [];
  } catch (error) {
    return error instanceof AggregateError ? error.errors : [error];
  }
}

/** What an interrupted program throws on its way out is no news. */
function isAbort(error: unknown, interruptedBy: string | null): boolean {
  if (interruptedBy === null || !(error instanceof Error)) return false;
  return (
    error.name === 'InterruptedError' || error.name === 'AbortError' || isAbort(error.cause, interruptedBy)
  );
}

function lineOf(error: unknown): string {
  return codeOf(error) === null ? inspect(error) : messageOf(error);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function exitCodeOf(failures: readonly unknown[]): ExitCode {
  const [first] = failures;
  return failures.length === 0 ? EXIT_CODES.ok : (codeOf(first) ?? EXIT_CODES.agent);
}

/** The code an OperatorError carries; recognised by its shape, so that a second copy of the class does no harm. */
function codeOf(error: unknown): ExitCode | null {
  if (!(error instanceof Error) || !('exitCode' in error)) return null;
  return Object.values(EXIT_CODES).find((code) => code === error.exitCode) ?? null;
}
