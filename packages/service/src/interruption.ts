import { setMaxListeners } from 'node:events';
import { EXIT_CODES, OperatorError } from '@opencode-commander/task';

/** The pieces of `process` a program's life needs: main.ts passes `process` itself. */
export type ProcessHost = {
  on(event: string, listener: (value: unknown) => void): unknown;
  off(event: string, listener: (value: unknown) => void): unknown;
  exit(code: number): unknown;
  stderr: { write(text: string): unknown };
};

/** The reason of a program's aborted signal. */
export class InterruptedError extends OperatorError {
  readonly exitCode = EXIT_CODES.interrupted;
}

/** What the world says to a program while it runs. */
export type Interruption = {
  /** Aborted by the first signal, the first uncaught error, and `end`. */
  signal: AbortSignal;
  /** The first signal's name, or null. */
  cause(): string | null;
  /** Uncaught errors and unhandled rejections, in order. */
  uncaught: readonly unknown[];
  /** Stops listening. */
  stop(): void;
};

/** npm hands Ctrl-C on to a child that had it from the terminal already: within this time the two count as one. */
const SAME_INTERRUPTION_MS = 1_000;
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];
const CRASHES = ['uncaughtException', 'unhandledRejection'];

/** Turns the host's signals and uncaught errors into an abort signal; a second interruption exits at once. */
export function watchHost(options: {
  host: ProcessHost;
  say: (line: string) => void;
  now: () => number;
}): Interruption {
  const { host, say, now } = options;
  const controller = new AbortController();
  setMaxListeners(0, controller.signal);
  const uncaught: unknown[] = [];
  let first: { name: string; at: number } | null = null;

  const onSignal = (name: string) => {
    if (first && now() - first.at < SAME_INTERRUPTION_MS) return;
    if (first) return void host.exit(EXIT_CODES.interrupted);
    first = { name, at: now() };
    say(`${name}: stopping; once more to stop at once`);
    controller.abort(new InterruptedError(`interrupted by ${name}`));
  };
  const onCrash = (error: unknown) => {
    uncaught.push(error);
    controller.abort(error);
  };

  // Signals come with their own name as the value.
  const listeners = [
    ...SIGNALS.map((event) => ({ event, listener: () => onSignal(event) })),
    ...CRASHES.map((event) => ({ event, listener: onCrash })),
  ];
  for (const { event, listener } of listeners) host.on(event, listener);
  return {
    signal: controller.signal,
    uncaught,
    cause: () => first?.name ?? null,
    stop: () => {
      for (const { event, listener } of listeners) host.off(event, listener);
    },
  };
}
