import { repositoryList } from '@opencode-commander/queue';
import { DispatchError } from './dispatch-error.ts';
import type { OpeningControl } from './issue-for-text.ts';
import type { RepositoryControl } from './repositories.ts';

/** Nobody could work there, and an issue that says so only later helps nobody. Throws DispatchError, RedisError. */
export async function requireServed(
  { queues, blockedRepositories }: OpeningControl,
  { id, fullName, canPush, archived = false }: Awaited<ReturnType<RepositoryControl['readRepository']>>,
): Promise<void> {
  const refuse = (message: string) => {
    throw new DispatchError('not_served', message);
  };
  const listed = (await repositoryList(queues).list()).find(({ repoId }) => repoId === id);
  if (listed?.mode === 'blocked')
    refuse(`${fullName} is blocked: commander repos remove ${fullName} lifts that`);
  if (blockedRepositories().some((name) => name.toLowerCase() === fullName.toLowerCase()))
    refuse(`${fullName} is blocked in commander.toml`);
  if (archived) refuse(`${fullName} is archived: unarchive it first`);
  if (canPush === false)
    refuse(`The account of commander may not push to ${fullName}: give it write permission there first`);
}
