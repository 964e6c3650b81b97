import { type ChildProcess, spawn } from 'node:child_process';
import { constants } from 'node:os';
import { join } from 'node:path';

export type CommandResult = { code: number; output: string };

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Runs a program of node_modules/.bin and keeps what it says (stdout and stderr together), or shows it as it comes.
 * Signals to us are passed on, so that it ends before we do; its exit code is 128 + n where a signal ended it.
 */
export async function runCommand(
  root: string,
  [program, ...args]: readonly [string, ...string[]],
  { show = false }: { show?: boolean } = {},
): Promise<CommandResult> {
  const stdio = show ? 'inherit' : 'pipe';
  const child = spawn(join(root, 'node_modules/.bin', program), args, {
    cwd: root,
    stdio: ['ignore', stdio, stdio],
  });
  const chunks: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (chunk: string) => chunks.push(chunk));
  }
  const forward = (signal: NodeJS.Signals) => child.kill(signal);
  for (const signal of SIGNALS) process.on(signal, forward);
  const code = await exitCode(child);
  for (const signal of SIGNALS) process.off(signal, forward);
  return { code, output: chunks.join('') };
}

function exitCode(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => resolve(code ?? 128 + (signal ? constants.signals[signal] : 0)));
  });
}
