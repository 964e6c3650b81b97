import type { GitSetting } from '../git/git-environment.ts';
import { type GitRun, runGit } from '../git/run-git.ts';
import type { HostEnvironment } from '../host-environment.ts';

const TIMEOUT_MS = 120_000;
// Git would take as much memory as a hostile object asks for.
const MAX_ALLOCATION = '512m';
const SETTINGS: readonly GitSetting[] = [
  ['core.bigFileThreshold', '64m'],
  ['pack.threads', '1'],
];

export type Repository = {
  path: string;
  environment: HostEnvironment;
  signal: AbortSignal | undefined;
};

/** The commits that publishing would make public. */
export type Range = { repository: Repository; branch: string; baseSha: string; headSha: string };

/** Git could not read the agent's commits, or not within its limits; the message follows "because it". */
export class Unreadable extends Error {}

/** Revisions for git: what the branch has and neither the base nor another head or tag of the repository. */
export function newCommits({ branch, baseSha, headSha }: Range): string[] {
  return [headSha, '--not', baseSha, `--exclude=${branch}`, '--branches', '--tags', '--'];
}

/** Runs git on the agent's objects and gives its output; throws `Unreadable` when it fails or hits a limit. */
export async function readObjects(
  repository: Repository,
  run: Pick<GitRun, 'args' | 'input' | 'maxBytes' | 'onOutput'>,
): Promise<string> {
  const { path, environment, signal } = repository;
  const result = await runGit({
    ...run,
    args: [`--git-dir=${path}`, ...run.args],
    environment,
    signal,
    settings: SETTINGS,
    variables: { GIT_ALLOC_LIMIT: MAX_ALLOCATION },
    timeoutMs: TIMEOUT_MS,
  });
  if (result.status === 'timeout') throw new Unreadable('takes too long to look through');
  if (result.status === 'overflow') throw new Unreadable('is too large to look through');
  if (result.code !== 0)
    throw new Unreadable('holds objects that git cannot read', { cause: new Error(result.stderr) });
  return result.stdout;
}
