import type { HostEnvironment } from '../host-environment.ts';
import type { Quarantine } from './create-quarantine.ts';
import { GitError } from './git-error.ts';
import { probeRemote } from './probe-remote.ts';
import { redact } from './redact.ts';
import { checkRemote, type Remote, remoteSettings } from './remote.ts';
import { type GitResult, runGit } from './run-git.ts';

const PUSH_TIMEOUT_MS = 10 * 60_000;

export type Publishing = {
  quarantine: Quarantine;
  branch: string;
  /** The commit that was inspected; whatever the agent pushed since stays behind. */
  headSha: string;
  remote: Remote;
  environment?: HostEnvironment;
  signal?: AbortSignal;
};

/**
 * Pushes `headSha` from the quarantine to the remote's `branch`: creates it or moves it forward, never by force.
 * A branch that is there already is success. Throws `GitError`; kind `refused` carries the remote's own reason.
 */
export async function publishBranch(publishing: Publishing): Promise<void> {
  const { quarantine, branch, headSha, remote, environment = {}, signal } = publishing;
  checkRemote(remote);
  const options = [
    '--porcelain',
    '--no-verify',
    '--no-signed',
    '--no-follow-tags',
    '--recurse-submodules=no',
  ];
  const refspec = `${headSha}:refs/heads/${branch}`;
  const result = await runGit({
    environment,
    signal,
    args: [`--git-dir=${quarantine.path}`, 'push', ...options, '--', remote.url, refspec],
    settings: remoteSettings(remote),
    timeoutMs: PUSH_TIMEOUT_MS,
  });
  if (result.status === 'exited' && result.code === 0) return;
  const said = redact(
    result.status === 'exited' ? result.stderr.trim() : result.status,
    remote.authorization,
  );
  const refusal = refusalOf(result);
  if (refusal === null) await probeRemote({ remote, service: 'git-receive-pack', environment, signal });
  throw new GitError(refusal === null ? 'unreachable' : 'refused', sentence(publishing, refusal), {
    cause: new Error(said),
    authorization: remote.authorization,
  });
}

/** What `--porcelain` says of a ref that was not taken: a line of flag `!`, refs and summary, parted by tabs. */
function refusalOf(result: GitResult): string | null {
  if (result.status !== 'exited') return null;
  const line = result.stdout.split('\n').find((line) => line.startsWith('!\t'));
  return line?.split('\t')[2] ?? null;
}

function sentence({ branch, remote: { url } }: Publishing, refusal: string | null): string {
  if (refusal === null) return `${url} answers, but pushing ${branch} to it broke off: try again.`;
  return `${url} did not take ${branch}: ${refusal}. See its branch protection, rulesets and push rules.`;
}
