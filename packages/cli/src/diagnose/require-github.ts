import { openGitHub } from '@opencode-commander/backbone';
import type { Config } from '@opencode-commander/config';
import { GitHubError } from '@opencode-commander/github';
import { ok, type Requirement, trouble } from '@opencode-commander/host';

/** GitHub knows the token, or the App. */
export function gitHubAccess(config: Config, signal: AbortSignal): Requirement {
  const { auth, apiUrl } = config.github;
  return {
    name: 'GitHub',
    async check() {
      if (auth === null)
        return trouble('no credentials are configured', {
          advice: 'set github.token (or GITHUB_TOKEN), or github.app_id and github.private_key',
        });
      try {
        const { login } = await openGitHub(config, { signal, keyspace: null }).viewer();
        return ok(`${apiUrl} knows us as ${login}`);
      } catch (error) {
        // The message says what to do.
        if (error instanceof GitHubError) return trouble(error.message, { packages: {} });
        throw error;
      }
    },
  };
}
