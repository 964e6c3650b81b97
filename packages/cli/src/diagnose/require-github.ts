import { openGitHub } from '@opencode-commander/backbone';
import type { Config } from '@opencode-commander/config';
import { GitHubError } from '@opencode-commander/github';
import { ok, type Remedy, type Requirement, trouble } from '@opencode-commander/host';

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
        if (error instanceof GitHubError) return trouble(error.message, remedyOf(error, config.github));
        throw error;
      }
    },
  };
}

function remedyOf({ kind }: GitHubError, { auth, host }: Config['github']): Remedy {
  switch (kind) {
    case 'unauthorized':
      if (auth?.kind === 'app') return { advice: "take both from the App's settings on GitHub" };
      return { advice: `make a new one at https://${host}/settings/personal-access-tokens` };
    case 'unavailable':
      return {
        advice: "see to this host's network and name resolution, and that github.api_url is right",
      };
    case 'not_found':
      return { advice: 'see that github.api_url is right' };
    case 'rate_limited':
      return { advice: 'wait until then' };
    case 'forbidden':
    case 'invalid':
      return null;
  }
}
