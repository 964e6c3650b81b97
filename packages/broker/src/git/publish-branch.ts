import type { HostEnvironment } from '../host-environment.ts';
import type { Quarantine } from './create-quarantine.ts';
import { GitError } from './git-error.ts';
import { probeRemote } from './probe-remote.ts';
import { redact } from './redact.ts';
import { checkRemote, type Remote, remoteSettings } from './remote.ts';
import { type GitResult, runGit } from './run-git.ts';

const PUSH_TIMEOUT_MS = 10 * 60_000;

/** What to push from a quarantine, and where to. */
export type PublishBranch = {
  quarantine: Quarantine;
  branch: string;
  /** The commit that was inspected; whatever the agent pushed since stays behind. */
  headSha: string;
  /**
   * Where the remote's branch must be: a commit, or null for nowhere yet. It may also be at `headSha` already. When
   * absent, anywhere that `headSha` descends from.
   */
  expected?: string | null;
  remote: Remote;
  environment?: HostEnvironment;
  signal?: AbortSignal;
};

/**
 * Pushes `headSha` from the quarantine to the remote's `branch`: creates it or moves it forward, never by force.
 * A branch that is there already is success. Throws `GitError`: kind `moved` when the branch is not where it is expected,
 * `refused` with the remote's own reason.
 */
export async function publishBranch(publishing: PublishBranch): Promise<void> {
  const { branch, headSha, remote, expected } = publishing;
  checkRemote(remote);
  if (typeof expected === 'string') await requireDescent(publishing, expected);
  // A lease would let git rewrite history; that this does not is checked above.
  const lease = expected === undefined ? [] : [`--force-with-lease=refs/heads/${branch}:${expected ?? ''}`];
  const args = ['push', ...OPTIONS, ...lease, '--', remote.url, `${headSha}:refs/heads/${branch}`];
  const result = await runRemote(publishing, args);
  if (result.status === 'exited' && result.code === 0) return;
  throw await explain(publishing, result);
}

const OPTIONS = ['--porcelain', '--no-verify', '--no-signed', '--no-follow-tags', '--recurse-submodules=no'];

function runRemote(publishing: PublishBranch, args: readonly string[]): Promise<GitResult> {
  const { quarantine, remote, environment = {}, signal } = publishing;
  return runGit({
    environment,
    signal,
    args: [`--git-dir=${quarantine.path}`, ...args],
    settings: remoteSettings(remote),
    timeoutMs: PUSH_TIMEOUT_MS,
  });
}

async function requireDescent(publishing: PublishBranch, expected: string): Promise<void> {
  const { quarantine, branch, headSha, environment = {}, signal } = publishing;
  const args = ['merge-base', '--is-ancestor', '--end-of-options', expected, headSha];
  const result = await runGit({ environment, signal, args: [`--git-dir=${quarantine.path}`, ...args] });
  if (result.status === 'exited' && result.code === 0) return;
  throw new GitError(
    'refused',
    `The work does not descend from ${expected}, where ${branch} is: merge that.`,
  );
}

async function explain(publishing: PublishBranch, result: GitResult): Promise<GitError> {
  const { remote, environment = {}, signal, branch } = publishing;
  const said = result.status === 'exited' ? result.stderr.trim() : result.status;
  const cause = new Error(redact(said, remote.authorization));
  const options = { cause, authorization: remote.authorization };
  const refusal = refusalOf(result);
  if (refusal === null) {
    await probeRemote({ remote, service: 'git-receive-pack', environment, signal });
    const message = `${remote.url} answers, but pushing ${branch} to it broke off: try again.`;
    return new GitError('unreachable', message, options);
  }
  if (await hasMoved(publishing)) {
    const message = `${branch} was changed by somebody else at ${remote.url}: begin anew from what is there.`;
    return new GitError('moved', message, options);
  }
  const advice = 'See its branch protection, rulesets and push rules.';
  return new GitError('refused', `${remote.url} did not take ${branch}: ${refusal}. ${advice}`, options);
}

/** Whether the remote's branch is not where it is expected. */
async function hasMoved(publishing: PublishBranch): Promise<boolean> {
  const { branch, remote, expected } = publishing;
  if (expected === undefined) return false;
  const ref = `refs/heads/${branch}`;
  const result = await runRemote(publishing, ['ls-remote', '--refs', '--', remote.url, ref]);
  if (result.status !== 'exited' || result.code !== 0) return false;
  const line = result.stdout.split('\n').find((each) => each.endsWith(`\t${ref}`));
  return (line?.split('\t')[0] ?? null) !== expected;
}

/** What `--porcelain` says of a ref that was not taken: a line of flag `!`, refs and summary, parted by tabs. */
function refusalOf(result: GitResult): string | null {
  if (result.status !== 'exited') return null;
  const line = result.stdout.split('\n').find((line) => line.startsWith('!\t'));
  return line?.split('\t')[2] ?? null;
}
