import type { Config } from '@opencode-commander/config';
import { connectGitHub, type GitHub } from '@opencode-commander/github';
import { createRateGate, type Keyspace } from '@opencode-commander/queue';
import type { ReleaseStack } from '@opencode-commander/service';

export type OpenGitHub = {
  /** Ends every call. */
  signal: AbortSignal;
  /** Where all processes share what they know of GitHub's rate limits; null for a call or two before there is a Redis. */
  keyspace: Keyspace | null;
  /** Somebody waits for it: it may take the last of the rate limit. */
  urgent?: boolean;
};

/** GitHub as the configuration describes it. */
export function openGitHub(config: Config, { signal, keyspace, urgent = false }: OpenGitHub): GitHub {
  const { github, markerKey } = config;
  const settings = { ...github, markerKey, signal };
  if (keyspace === null) return connectGitHub(settings);
  const gate = createRateGate({ ...keyspace, signal });
  return connectGitHub({ ...settings, gate: urgent ? gate.urgent : gate });
}

/**
 * GitHub for services: Ctrl-C does not cut off what they write while they are stopped. Its calls end when the stack is
 * released down to here.
 */
export function openLastingGitHub(
  config: Config,
  { stack, ...options }: Omit<OpenGitHub, 'signal'> & { stack: ReleaseStack },
): GitHub {
  const calls = new AbortController();
  stack.defer('calls to GitHub', () => calls.abort());
  return openGitHub(config, { ...options, signal: calls.signal });
}
