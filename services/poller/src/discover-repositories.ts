import { GitHubError, type Repository } from '@opencode-commander/github';
import type { Poller } from './poller.ts';
import { tolerate } from './tolerate.ts';

/**
 * The repositories to look at: those with the topic and those that the configuration names. GitHub's search index lags,
 * so a repository that was found once is asked for itself until it says it has the topic no more.
 */
export async function discoverRepositories(poller: Poller): Promise<Repository[]> {
  const { github, memory, config } = poller;
  const found = await github.searchRepositories(config.github.topic);
  await memory.rememberRepositories(found.map(({ fullName }) => fullName));
  const seen = new Set(found.map(({ fullName }) => fullName.toLowerCase()));
  const unseen = (name: string) => !seen.has(name.toLowerCase());
  const named = config.repos.map(({ name }) => name);
  const lagging = (await memory.repositories()).filter((name) => unseen(name) && !named.includes(name));
  const looked = [
    ...(await lookEach(named.filter(unseen), (name) => lookAtNamed(poller, name))),
    ...(await lookEach(lagging, (name) => lookAtKnown(poller, name))),
  ];
  return distinct([...found, ...looked]).filter(({ archived }) => !archived);
}

async function lookEach(
  names: readonly string[],
  look: (name: string) => Promise<Repository | null>,
): Promise<Repository[]> {
  const repositories: Repository[] = [];
  for (const name of names) {
    const repository = await look(name);
    if (repository !== null) repositories.push(repository);
  }
  return repositories;
}

/** A repository of the configuration: that it cannot be worked on is for people to hear. */
function lookAtNamed(poller: Poller, name: string): Promise<Repository | null> {
  return tolerate(poller, name, async () => {
    const repository = await poller.github.getRepository(name);
    if (repository.canPush === false)
      throw new GitHubError(`the token may not push to ${name}: give it write access to the repository`, {
        kind: 'forbidden',
      });
    return repository;
  });
}

/** A repository that was found before: one that is gone, or has lost the topic, is forgotten. */
function lookAtKnown({ github, memory, config, problems }: Poller, name: string): Promise<Repository | null> {
  return tolerate({ problems }, name, async () => {
    const repository = await github.getRepository(name).catch(nullIfNotFound);
    const wanted = repository?.topics.includes(config.github.topic) && repository.canPush !== false;
    if (repository !== null && wanted) return repository;
    await memory.forgetRepository(name);
    return null;
  });
}

function nullIfNotFound(error: unknown): null {
  if (error instanceof GitHubError && error.kind === 'not_found') return null;
  throw error;
}

/** A repository may be named by its former name too. */
function distinct(repositories: readonly Repository[]): Repository[] {
  return [...new Map(repositories.map((repository) => [repository.id, repository])).values()];
}
