import { spawn } from 'node:child_process';
import { access, constants } from 'node:fs/promises';
import { delimiter, join } from 'node:path';

/** How a command ended; `missing` when there is no such program. */
export type CommandEnd = { status: 'ended'; code: number; output: string } | { status: 'missing' };

/** This machine, as far as requirements need to know it. */
export type Host = {
  platform: NodeJS.Platform;
  /** The user's number; 0 is root. */
  uid: number;
  nodeVersion: string;
  /** Whether a program is on the PATH. */
  has(program: string): Promise<boolean>;
  /** Runs a program without a terminal and keeps what it says (stdout and stderr); one that takes too long is killed. */
  run(command: readonly [string, ...string[]], options?: { timeoutMs?: number }): Promise<CommandEnd>;
  /** The HTTP status an address answers with, null when nothing answers in time. */
  probe(url: string, timeoutMs: number): Promise<number | null>;
};

const CHECK_MS = 20_000;

/** What a process knows of the machine it runs on. */
export type Machine = Pick<NodeJS.Process, 'platform' | 'versions' | 'env' | 'getuid'>;

/** The machine that a process runs on. */
export function thisHost({ platform, versions, env, getuid }: Machine): Host {
  return {
    platform,
    uid: getuid?.() ?? -1,
    nodeVersion: versions.node,
    has: (program) => has(program, env['PATH'] ?? ''),
    run,
    probe,
  };
}

async function has(program: string, path: string): Promise<boolean> {
  const directories = path.split(delimiter).filter(Boolean);
  const found = await Promise.allSettled(
    directories.map((directory) => access(join(directory, program), constants.X_OK)),
  );
  return found.some(({ status }) => status === 'fulfilled');
}

function run(
  [program, ...args]: readonly [string, ...string[]],
  { timeoutMs = CHECK_MS }: { timeoutMs?: number } = {},
): Promise<CommandEnd> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], timeout: timeoutMs });
    const chunks: string[] = [];
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (chunk: string) => chunks.push(chunk));
    }
    child.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT' || error.code === 'EACCES') resolve({ status: 'missing' });
      else reject(error);
    });
    child.once('close', (code, signal) => {
      if (signal) chunks.push(`\n${program} was ended by ${signal}`);
      resolve({ status: 'ended', code: code ?? 1, output: chunks.join('') });
    });
  });
}

async function probe(url: string, timeoutMs: number): Promise<number | null> {
  try {
    const response = await fetch(url, { method: 'HEAD', signal: AbortSignal.timeout(timeoutMs) });
    return response.status;
  } catch (error) {
    if (error instanceof TypeError || error instanceof DOMException) return null;
    throw error;
  }
}
