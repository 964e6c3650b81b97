import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import type { Ground } from './ground.ts';

export type Program = {
  /** The program and its arguments. */
  command: readonly [string, ...string[]];
  cwd: string;
  env: Readonly<Record<string, string | undefined>>;
  /** Where it says that it is ready, and how. */
  ready: { on: 'stdout' | 'stderr'; text: string };
};

export type RunningProgram = AsyncDisposable & {
  pid: number;
  /** The line in which it said that it is ready. */
  said: string;
  /** Sends it the signal; resolves when it has ended. */
  end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void>;
};

const READY_WITHIN_MS = 120_000;
const END_WITHIN_MS = 30_000;

/** Starts a program and waits until it says that it is ready. The guardian ends it should we die. */
export async function startProgram(ground: Ground, program: Program): Promise<RunningProgram> {
  const { command, cwd, env, ready } = program;
  const [file, ...args] = command;
  const child = spawn(file, args, { cwd, env, stdio: ['pipe', 'pipe', 'pipe'] });
  const { pid } = child;
  if (pid === undefined) throw new Error(`${file} could not be started`);
  ground.guardian.add({ kind: 'process', pid });
  const other = ready.on === 'stdout' ? child.stderr : child.stdout;
  other.resume();
  try {
    const said = await untilSaid(child[ready.on], ready.text, ground.signal);
    const stop = (how: 'SIGTERM' | 'SIGKILL') => end(child, how);
    return { pid, said, end: stop, [Symbol.asyncDispose]: () => stop('SIGTERM') };
  } catch (error) {
    await end(child, 'SIGTERM');
    throw error;
  }
}

async function untilSaid(stream: Readable, text: string, signal: AbortSignal): Promise<string> {
  const bounded = AbortSignal.any([signal, AbortSignal.timeout(READY_WITHIN_MS)]);
  const said: string[] = [];
  const lines = createInterface({ input: stream, signal: bounded });
  for await (const line of lines) {
    said.push(line);
    if (line.includes(text)) {
      stream.resume();
      return line;
    }
  }
  bounded.throwIfAborted();
  throw new Error(`a program ended before it was ready: ${said.slice(-3).join(' / ')}`);
}

async function end(child: ChildProcess, how: 'SIGTERM' | 'SIGKILL'): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit', { signal: AbortSignal.timeout(END_WITHIN_MS) });
  child.kill(how);
  await ended;
}
