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
  const known = await memory.watched();
  const due = await memory.dueDiscovery(rules.version);
  const discovered = due !== null || known.length === 0;
  if (discovered) {
    await discover(poller, { rules, known, latest: due === 'latest' && known.length > 0 });
    await memory.rememberDiscovery(rules.version);
  }
  const watched = (discovered ? await memory.watched() : known).filter((one) => !rules.blocked(one));
  return { watched, discovered };
}

/** Watches a repository, unless it is watched so already; its new name is taken note of. */
export async function watch(
  { memory }: Pick<Poller, 'memory'>,
  { id, fullName, by }: Omit<WatchedRepository, 'welcomed'>,
  known: readonly WatchedRepository[],
): Promise<void> {
  const before = known.find((one) => one.id === id);
  if (before?.fullName === fullName && before.by === by) return;
  await memory.watch({ id, fullName, by, welcomed: before?.welcomed ?? null });
}

type Discovery = { rules: RepositoryRules; known: readonly WatchedRepository[]; latest: boolean };

async function discover(poller: Poller, { rules, known, latest }: Discovery): Promise<void> {
  const found = await poller.github.searchRepositories(poller.config.github.topic, { latest });
  const named = await lookAtNamed(poller, rules, known);
  const byHand = new Map(
    [...known.filter((one) => isNamed(rules, one)), ...named].map((one) => [one.id, one]),
  );
  for (const { id, fullName, archived } of found)
    if (!archived && !byHand.has(id)) await watch(poller, { id, fullName, by: 'topic' }, known);
  for (const { id, fullName } of named) await watch(poller, { id, fullName, by: 'hand' }, known);
  const tagged = new Set(found.map(({ id }) => id));
  for (const { id, by } of known)
    if (by === 'hand' && !byHand.has(id) && !tagged.has(id)) await poller.memory.unwatch(id);
}

function isNamed({ named, served }: RepositoryRules, { id, fullName, by }: WatchedRepository): boolean {
  if (by !== 'hand') return false;
  return served.includes(id) || named.some((name) => name.toLowerCase() === fullName.toLowerCase());
}

/** The repositories that people named and nobody watches so far; that one cannot be worked on is for them to hear. */
async function lookAtNamed(
  poller: Poller,
  { named, served, blocked }: RepositoryRules,
  known: readonly WatchedRepository[],
): Promise<Repository[]> {
  const { github } = poller;
  const byHand = known.filter(({ by }) => by === 'hand');
  const names = new Set(byHand.map(({ fullName }) => fullName.toLowerCase()));
  const ids = new Set(byHand.map(({ id }) => id));
  const looks = [
    ...named
      .filter((name) => !names.has(name.toLowerCase()))
      .map((name) => ({ about: name, look: () => github.getRepository(name) })),
    ...served
      .filter((id) => !ids.has(id))
      .map((id) => ({ about: `repository ${id}`, look: () => github.getRepositoryById(id) })),
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
