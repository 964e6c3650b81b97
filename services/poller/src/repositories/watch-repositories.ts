import { GitHubError, type Repository } from '@opencode-commander/github';
import type { WatchedRepository } from '../memory/watch-memory.ts';
import type { Poller } from '../poller.ts';
import { tolerate } from '../tolerate.ts';
import type { RepositoryRules } from './repository-rules.ts';

/**
 * The repositories that issues are taken from. They are looked for now and then only: those that get the topic meanwhile
 * show themselves by their first change.
 */
export async function watchRepositories(
  poller: Poller,
  rules: RepositoryRules,
): Promise<{ watched: WatchedRepository[]; discovered: boolean }> {
  const { memory } = poller;
  const before = await memory.watched();
  const discovered = (await memory.isDiscoveryDue(rules.version)) || before.length === 0;
  if (discovered) {
    await discover(poller, rules, before);
    await memory.rememberDiscovery(rules.version);
  }
  const watched = (await memory.watched()).filter((repository) => !rules.blocked(repository));
  return { watched, discovered };
}

/** Watches a repository unless it is watched already; its new name is taken note of. */
export async function watch(
  { memory }: Pick<Poller, 'memory'>,
  { id, fullName }: Pick<Repository, 'id' | 'fullName'>,
  by: WatchedRepository['by'],
): Promise<void> {
  const known = (await memory.watched()).find((one) => one.id === id);
  if (known?.fullName === fullName && known.by === by) return;
  await memory.watch({ id, fullName, by, welcomed: known?.welcomed ?? null });
}

async function discover(
  poller: Poller,
  rules: RepositoryRules,
  before: readonly WatchedRepository[],
): Promise<void> {
  const found = await poller.github.searchRepositories(poller.config.github.topic);
  for (const repository of found) if (!repository.archived) await watch(poller, repository, 'topic');
  const byHand = await lookAtNamed(poller, rules);
  for (const repository of byHand) await watch(poller, repository, 'hand');
  const wanted = new Set(byHand.map(({ id }) => id));
  // One that could not be read just now is not given up: its name or id is still on the lists.
  const gone = before.filter(
    ({ id, by, fullName }) => by === 'hand' && !wanted.has(id) && !isListed(rules, { id, fullName }),
  );
  const tagged = new Set(found.map(({ id }) => id));
  for (const { id } of gone) if (!tagged.has(id)) await poller.memory.unwatch(id);
}

function isListed(
  { named, served }: RepositoryRules,
  { id, fullName }: { id: number; fullName: string },
): boolean {
  return served.includes(id) || named.some((name) => name.toLowerCase() === fullName.toLowerCase());
}

/** The repositories that people named; that one cannot be worked on is for them to hear. */
async function lookAtNamed(
  poller: Poller,
  { named, served, blocked }: RepositoryRules,
): Promise<Repository[]> {
  const { github } = poller;
  const looks = [
    ...named.map((name) => ({ about: name, look: () => github.getRepository(name) })),
    ...served.map((id) => ({ about: `repository ${id}`, look: () => github.getRepositoryById(id) })),
  ];
  const repositories: Repository[] = [];
  for (const { about, look } of looks) {
    const repository = await tolerate(poller, about, async () => servable(await look()));
    if (repository !== null && !repository.archived && !blocked(repository)) repositories.push(repository);
  }
  return repositories;
}

function servable(repository: Repository): Repository {
  if (repository.canPush !== false) return repository;
  const { fullName } = repository;
  throw new GitHubError(`the token may not push to ${fullName}: give it write access to the repository`, {
    kind: 'forbidden',
  });
}
