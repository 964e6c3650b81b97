import type { Config } from '@opencode-commander/config';
import { connectGitHub, type GitHub } from '@opencode-commander/github';
import type { ReleaseStack } from '@opencode-commander/service';

/** GitHub as the configuration describes it; every call ends with `signal`. */
export function openGitHub({ github, markerKey }: Config, signal: AbortSignal): GitHub {
  return connectGitHub({ ...github, markerKey, signal });
}

/**
 * GitHub for services: Ctrl-C does not cut off what they write while they are stopped. Its calls end when the stack is
 * released down to here.
 */
export function openLastingGitHub(config: Config, stack: ReleaseStack): GitHub {
  const calls = new AbortController();
  stack.defer('calls to GitHub', () => calls.abort());
  return openGitHub(config, calls.signal);
}
