import type { Config } from '@opencode-commander/config';
import { GitHubError } from '@opencode-commander/github';

/** Throws GitHubError when nothing is configured to act on GitHub with. */
export function requireCredentials({ github }: Pick<Config, 'github'>): void {
  if (github.auth !== null) return;
  const message =
    'No GitHub credentials are configured: set github.token (or GITHUB_TOKEN), or github.app_id and github.private_key';
  throw new GitHubError(message, { kind: 'unauthorized' });
}
