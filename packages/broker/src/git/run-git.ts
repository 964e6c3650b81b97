import { GitError } from './git-error.ts';
import { type GitCommand, type RunningGit, startGit } from './start-git.ts';

const TIMEOUT_MS = 60_000;
const MAX_BYTES = 64 * 1024 * 1024;
const MAX_ERROR_BYTES = 64 * 1024;

export type GitRun = GitCommand & {
  input?: string;
  signal?: AbortSignal | undefined;
  /** Milliseconds, 60,000 when absent. */
  timeoutMs?: number;
  /** Bytes of standard output that are read, 64 MiB when absent. */
  maxBytes?: number;
  /** Takes standard output as it comes, instead of collecting it. */
  onOutput?: (chunk: Buffer) => void;
};

export type GitResult =
  | { status: 'exited'; code: number | null; stdout: string; stderr: string }
  /** It took longer or said more than it may, and was ended. */
  | { status: 'timeout' }
  | { status: 'overflow' };

/** Runs git to its end; standard output is read as UTF-8. Rejects when aborted or when git cannot be started. */
export async function runGit(run: GitRun): Promise<GitResult> {
  const { input = '', signal, timeoutMs = TIMEOUT_MS, maxBytes = MAX_BYTES } = run;
  signal?.throwIfAborted();
  const git = startGit(run);
  const limits = new AbortController();
  const stderr = collect(git.process.stderr, { limit: MAX_ERROR_BYTES });
  const onLimit = () => limits.abort('overflow');
  const stdout = collect(git.process.stdout, { limit: maxBytes, onLimit, onChunk: run.onOutput });
  const timer = setTimeout(() => limits.abort('timeout'), timeoutMs);
  const ending = stopOn(git, [limits.signal, signal]);
  git.process.stdin.end(input);
  try {
    const code = await git.ended;
    signal?.throwIfAborted();
    if (limits.signal.aborted) return { status: limits.signal.reason === 'timeout' ? 'timeout' : 'overflow' };
    return { status: 'exited', code, stdout: stdout(), stderr: stderr() };
  } finally {
    clearTimeout(timer);
    ending.abort();
  }
}

/** Runs git on this host's own repositories, where it has no reason to fail; `GitError` otherwise. */
export async function mustRunGit(run: GitRun): Promise<string> {
  const result = await runGit(run);
  if (result.status === 'exited' && result.code === 0) return result.stdout;
  const outcome =
    result.status === 'exited' ? `exited with ${result.code}` : `hit its limit (${result.status})`;
  const cause = new Error(result.status === 'exited' ? result.stderr.trim() : outcome);
  throw new GitError(
    'failed',
    `git ${run.args.find((arg) => !arg.startsWith('-'))} ${outcome} on this host.`,
    {
      cause,
    },
  );
}

function stopOn(git: RunningGit, signals: readonly (AbortSignal | undefined)[]): AbortController {
  const over = new AbortController();
  for (const signal of signals) {
    signal?.addEventListener('abort', () => void git.stop(), { once: true, signal: over.signal });
  }
  return over;
}

type Reading = { limit: number; onLimit?: () => void; onChunk?: ((chunk: Buffer) => void) | undefined };

/** Reads to the end, so that the process never waits for us; keeps the first `limit` bytes. */
function collect(stream: NodeJS.ReadableStream, { limit, onLimit, onChunk }: Reading): () => string {
  const chunks: Buffer[] = [];
  let bytes = 0;
  stream.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > limit) onLimit?.();
    else if (onChunk) onChunk(chunk);
    else chunks.push(chunk);
  });
  return () => Buffer.concat(chunks).toString('utf8');
}
