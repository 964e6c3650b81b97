import { formatBytes } from '../format-bytes.ts';
import type { HostEnvironment } from '../host-environment.ts';
import { GitError } from './git-error.ts';
import { runGit } from './run-git.ts';
import type { Mirror } from './sync-mirror.ts';

const TIMEOUT_MS = 60_000;

export type DiffRequest = {
  /** The commits of the mirror to compare. */
  base: string;
  head: string;
  /** Of the diff that is given. */
  maxBytes: number;
  environment?: HostEnvironment;
  signal?: AbortSignal;
};

/**
 * What `head` changes, seen from where it left `base`, as text: untrusted. A longer one ends at a line's end, and says so.
 * Throws `GitError`.
 */
export async function readDiff(mirror: Mirror, request: DiffRequest): Promise<string> {
  const { base, head, maxBytes, environment = {}, signal } = request;
  const options = ['--no-color', '--no-ext-diff', '--no-textconv', '--no-renames'];
  const args = ['diff', ...options, '--merge-base', '--end-of-options', base, head, '--'];
  const chunks: Buffer[] = [];
  const result = await runGit({
    environment,
    signal,
    args: [`--git-dir=${mirror.path}`, ...args],
    timeoutMs: TIMEOUT_MS,
    maxBytes,
    onOutput: (chunk) => chunks.push(chunk),
  });
  const text = Buffer.concat(chunks).toString('utf8');
  if (result.status === 'exited' && result.code === 0) return text;
  if (result.status === 'overflow') return cut(text, maxBytes);
  const cause = new Error(result.status === 'exited' ? result.stderr.trim() : 'it took too long');
  throw new GitError('failed', `${mirror.path} has no diff from ${base} to ${head}.`, { cause });
}

function cut(text: string, maxBytes: number): string {
  const whole = text.slice(0, text.lastIndexOf('\n') + 1);
  return `${whole}[the diff goes on: only its first ${formatBytes(maxBytes)} are shown]\n`;
}
