import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { EXIT_CODES, OperatorError } from '@opencode-commander/task';

/** opencode's own screen could not be shown, or ended with an error. */
class AttachError extends OperatorError {
  readonly exitCode = EXIT_CODES.agent;
}

export type ScreenOptions = {
  args: readonly string[];
  /** Where it works: all the configuration it finds there is taken on. */
  cwd: string;
  env: Record<string, string>;
  /** Ends it, as a person would who leaves it. */
  signal: AbortSignal;
};

/** Gives the terminal to a program and returns when it has ended, whoever ended it. Throws AttachError. */
export async function showScreen(program: string, { signal, ...options }: ScreenOptions): Promise<void> {
  const { args, ...surroundings } = options;
  signal.throwIfAborted();
  const child = spawn(program, args, { ...surroundings, stdio: 'inherit' });
  // spawn's own `signal` would not wait for the end, and leave a screen without what it shows.
  const end = () => void child.kill();
  signal.addEventListener('abort', end);
  try {
    const [code] = await once(child, 'close');
    signal.throwIfAborted();
    if (code !== 0) throw new AttachError(`opencode ended with ${code ?? 'a signal'}`);
  } catch (error) {
    if (signal.aborted || error instanceof AttachError) throw error;
    throw new AttachError(`${program} cannot be started: is it whole?`, { cause: error });
  } finally {
    signal.removeEventListener('abort', end);
  }
}
