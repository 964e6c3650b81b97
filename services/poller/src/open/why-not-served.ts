import type { ThingRepository } from '@opencode-commander/github';
import type { RepositoryRules } from '../repositories/repository-rules.ts';

/** Why nobody may work in a repository, in a few words; null when they may. */
export function whyNotServed(repository: ThingRepository, rules: RepositoryRules): string | null {
  const { fullName, archived, canPush } = repository;
  if (rules.blocked(repository)) return `${fullName} is blocked`;
  if (archived) return `${fullName} was archived`;
  return canPush === false ? `the permission to push to ${fullName} was lost` : null;
}
