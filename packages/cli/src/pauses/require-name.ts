import { UsageError } from '../usage-error.ts';

/** A repository or a provider; everything without them. */
export type PauseWanted = { repo?: string; provider?: string };

const FULL_NAME = /^[A-Za-z0-9_.-]+\/[A-Za-z0-9_.-]+$/;
const PROVIDER_NAME = /^[^\s/]{1,100}$/;

/** Throws UsageError for what is no name. */
export function requireName({ repo, provider }: PauseWanted): void {
  if (repo !== undefined && !FULL_NAME.test(repo))
    throw new UsageError(`${repo} names no repository: write owner/name`);
  if (provider !== undefined && !PROVIDER_NAME.test(provider))
    throw new UsageError(
      `${provider} names no model provider: write what is before the slash of provider/model`,
    );
}
