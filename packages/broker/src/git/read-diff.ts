import { formatBytes } from '@opencode-commander/task';
import type { HostEnvironment } from '../host-environment.ts';
import { GitError } from './git-error.ts';
import { runGit } from './run-git.ts';
import type { Mirror } from './sync-mirror.ts';

const TIMEOUT_MS = 60_000;
// The chunk that is one too many is left out whole, and may have this much.
const CHUNK_BYTES = 1024 * 1024;

/** Which commits to compare, and how much of the difference to give. */
export type DiffRequest = {
  /** The commits of the repository to compare. */
  base: string;
  head: string;
  /** Of the diff that is given. */
  maxBytes: number;
  environment?: HostEnvironment;
  signal?: AbortSignal;
};

/** A diff as text, untrusted, that ends with a line; `truncated` when there is more of it. */
export type BoundedDiff = { diff: string; truncated: boolean };

/**
 * What `head` changes, seen from where it left `base`, as text: untrusted. A longer one ends at a line's end, and says so.
 * Throws `GitError`.
 */
export async function readDiff(mirror: Mirror, request: DiffRequest): Promise<string> {
  const { diff, truncated } = await readBoundedDiff(mirror, request);
  if (!truncated) return diff;
  return `${diff}[the diff goes on: only its first ${formatBytes(request.maxBytes)} are shown]\n`;
}

/** The same, told apart from what is not given. Throws `GitError`. */
export async function readBoundedDiff(
  repository: Pick<Mirror, 'path'>,
  request: DiffRequest,
): Promise<BoundedDiff> {
  const { base, head, maxBytes, environment = {}, signal } = request;
  const options = ['--no-color', '--no-ext-diff', '--no-textconv', '--no-renames'];
  const args = ['diff', ...options, '--merge-base', '--end-of-options', base, head, '--'];
  const chunks: Buffer[] = [];
  const result = await runGit({
    environment,
    signal,
    args: [`--git-dir=${repository.path}`, ...args],
    timeoutMs: TIMEOUT_MS,
    maxBytes: maxBytes + CHUNK_BYTES,
    onOutput: (chunk) => chunks.push(chunk),
  });
  if (result.status === 'overflow' || (result.status === 'exited' && result.code === 0)) {
    return boundedDiff(Buffer.concat(chunks), maxBytes);
  }
  const cause = new Error(result.status === 'exited' ? result.stderr.trim() : 'it took too long');
  throw new GitError('failed', `${repository.path} has no diff from ${base} to ${head}.`, { cause });
}

function boundedDiff(diff: Buffer, maxBytes: number): BoundedDiff {
  if (diff.length <= maxBytes) return { diff: diff.toString('utf8'), truncated: false };
  const whole = diff.subarray(0, diff.lastIndexOf('\n', maxBytes - 1) + 1);
  return { diff: whole.toString('utf8'), truncated: true };
}
