import type { Credentials } from './access.ts';

/** To an App the `permissions` of a repository say nothing: they are those of a user. */
export function toRights(auth: Credentials): <T extends { canPush: boolean | null }>(repository: T) => T {
  return (repository) => (auth?.kind === 'app' ? { ...repository, canPush: null } : repository);
}
