import type { Quarantine } from '../git/create-quarantine.ts';
import type { HostEnvironment } from '../host-environment.ts';
import { findCredential } from './find-credential.ts';
import { findLargeFile } from './find-large-file.ts';
import { findProtectedPath } from './find-protected-path.ts';
import { type Range, Unreadable } from './range.ts';
import { type ChangedFile, readChanges } from './read-changes.ts';
import { countCommits, descends, readHead, requireBase } from './read-history.ts';
import { requireBoundedTrees } from './require-bounded-trees.ts';

const MAX_COMMITS = 2_000;

/** What the agent left in the quarantine, judged for publishing. `reason` is one line that follows "because it". */
export type Work =
  | {
      status: 'ready';
      headSha: string;
      /** Commits that neither the base nor another branch of the repository has. */
      commits: number;
      files: readonly ChangedFile[];
      /** Lines over all files; binary files count none. */
      added: number;
      deleted: number;
    }
  /** No branch, no new commit, or nothing changed by them. */
  | { status: 'no_work' }
  | { status: 'refused'; reason: string };

export type Inspection = {
  quarantine: Quarantine;
  branch: string;
  /** The commit the agent started from. */
  baseSha: string;
  /** Patterns such as `.github/workflows/**`; a plain path covers what is beneath it. */
  protectedPaths: readonly string[];
  maxFileBytes: number;
  /** Values that must not be published; those under 8 characters are not looked for. */
  secrets: readonly string[];
  environment?: HostEnvironment;
  signal?: AbortSignal;
};

/**
 * Judges the agent's branch by the quarantine alone: nothing of it is checked out or executed. Every commit that would
 * become public is looked at, not only the last. Work that takes git too long or too much is refused.
 * Throws `GitError` when the base is not there.
 */
export async function inspectWork(inspection: Inspection): Promise<Work> {
  const { quarantine, branch, baseSha, environment = {}, signal } = inspection;
  const repository = { path: quarantine.path, environment, signal };
  await requireBase(repository, baseSha);
  const headSha = await readHead(repository, branch);
  if (headSha === null || headSha === baseSha) return { status: 'no_work' };
  try {
    return await judge({ repository, branch, baseSha, headSha }, inspection);
  } catch (error) {
    if (error instanceof Unreadable) return refused(error.message);
    throw error;
  }
}

async function judge(range: Range, { protectedPaths, maxFileBytes, secrets }: Inspection): Promise<Work> {
  if (!(await descends(range))) return refused('rewrites history: it does not descend from where it started');
  const commits = await countCommits(range, MAX_COMMITS + 1);
  if (commits > MAX_COMMITS) return refused(`has more than ${MAX_COMMITS} commits`);
  await requireBoundedTrees(range);
  const reason =
    (await findProtectedPath(range, protectedPaths)) ??
    (await findLargeFile(range, maxFileBytes)) ??
    (await findCredential(range, secrets));
  if (reason !== null) return refused(reason);
  const files = await readChanges(range);
  if (commits === 0 || files.length === 0) return { status: 'no_work' };
  const sum = (key: 'added' | 'deleted') => files.reduce((total, file) => total + (file[key] ?? 0), 0);
  return {
    status: 'ready',
    headSha: range.headSha,
    commits,
    files,
    added: sum('added'),
    deleted: sum('deleted'),
  };
}

function refused(reason: string): Work {
  return { status: 'refused', reason };
}
