import type { ListedRepository } from '@opencode-commander/queue';
import type { Poller } from '../poller.ts';

/** Which repositories people want served or left alone, whatever their topics say. */
export type RepositoryRules = {
  /** Names from the configuration. */
  named: readonly string[];
  /** Ids from the list that people keep at runtime. */
  served: readonly number[];
  blocked(repository: { id: number; fullName: string }): boolean;
  /** The same rules give the same text. */
  version: string;
};

export async function readRepositoryRules({
  config,
  repositories,
}: Pick<Poller, 'config' | 'repositories'>): Promise<RepositoryRules> {
  const listed = await repositories.list();
  const ids = (mode: ListedRepository['mode']) =>
    listed.filter((entry) => entry.mode === mode).map(({ repoId }) => repoId);
  const named = config.repos.filter(({ served }) => served).map(({ name }) => name);
  const blockedNames = config.repos.filter(({ blocked }) => blocked).map(({ name }) => name.toLowerCase());
  const [served, blockedIds] = [ids('served'), ids('blocked')];
  return {
    named,
    served,
    blocked: ({ id, fullName }) => blockedIds.includes(id) || blockedNames.includes(fullName.toLowerCase()),
    version: JSON.stringify([named, served, blockedNames, blockedIds, config.github.topic]),
  };
}
