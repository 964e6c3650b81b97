import type { ChangedIssue } from '@opencode-commander/github';
import { CorruptTaskError, threadKey } from '@opencode-commander/queue';
import { showsStatus, type TaskId, taskId } from '@opencode-commander/task';
import type { ThreadPlace } from '../memory/thread-memory.ts';
import type { WatchedRepository } from '../memory/watch-memory.ts';
import type { Poller } from '../poller.ts';
import { watchOwnPull } from '../rebuild/watch-own-pull.ts';
import type { RepositoryRules } from '../repositories/repository-rules.ts';
import { watch } from '../repositories/watch-repositories.ts';
import { findPull } from '../threads/find-pull.ts';
import { triggersOf } from '../threads/trigger-labels.ts';
import { listChanges } from './list-changes.ts';

/** What a tick's listing told. */
export type Changes = {
  /** The issues and pull requests as they are now, by place. */
  issues: ReadonlyMap<string, ChangedIssue>;
  /** All that changed, as `owner/repo#12` in lower case. */
  names: ReadonlySet<string>;
};

type Watching = { watched: readonly WatchedRepository[]; rules: RepositoryRules };

/** Lists what changed since the last look and notes what concerns us, for this tick or a later one. */
export async function noteChanges(poller: Poller, { watched, rules }: Watching): Promise<Changes> {
  const issues = new Map<string, ChangedIssue>();
  const names = new Set<string>();
  await listChanges(poller, watched, async (listed, { knowsTopics }) => {
    const serving = await followRepositories(poller, listed, { watched, rules, knowsTopics });
    const places: ThreadPlace[] = [];
    for (const issue of listed) {
      const { id: repoId, fullName: repo } = issue.repository;
      names.add(`${repo}#${issue.number}`.toLowerCase());
      const place = { repoId, repo, number: issue.number };
      issues.set(threadKey(place), issue);
      if (issue.isPullRequest && issue.state === 'open' && serving.has(repoId))
        places.push(...(await findLost(poller, place, issue)));
      if ((serving.has(repoId) && asksForWork(poller, issue)) || (await isWork(poller, issue)))
        places.push(place);
    }
    await poller.memory.addPending(places);
  });
  return { issues, names };
}

function asksForWork({ config }: Poller, { isPullRequest, state, labels }: ChangedIssue): boolean {
  return !isPullRequest && state === 'open' && triggersOf(labels, config.github.triggerLabel).length > 0;
}

/** A pull request of ours that nobody watches: Redis has lost it, and its issue is looked at. */
async function findLost(poller: Poller, place: ThreadPlace, issue: ChangedIssue): Promise<ThreadPlace[]> {
  if ((await findPull(poller, place)) !== null) return [];
  const marker = await poller.github.markerOf(issue);
  if (marker === null) return [];
  const number = await watchOwnPull(poller, { ...issue, repoId: place.repoId, marker });
  return number === null ? [] : [{ ...place, number }];
}

/** It was taken at an earlier look. */
async function isWork(poller: Poller, issue: ChangedIssue): Promise<boolean> {
  const { store, config } = poller;
  const { host } = config.github;
  const repoId = issue.repository.id;
  if (issue.isPullRequest) return (await findPull(poller, { repoId, number: issue.number })) !== null;
  if (issue.state === 'closed' && showsStatus(issue.labels)) return true;
  return hasRecord(store, taskId({ host, repoId, number: issue.number, round: 0 }));
}

async function hasRecord(store: Poller['store'], id: TaskId): Promise<boolean> {
  try {
    return (await store.get(id)) !== null;
  } catch (error) {
    // Its own visit says what is the matter with it: all other changes are noted.
    if (error instanceof CorruptTaskError) return true;
    throw error;
  }
}

type Following = Watching & {
  /** The listing tells a repository's topics and permissions. */
  knowsTopics: boolean;
};

/** Takes note of new, renamed, archived and lost repositories; gives the ids of those that issues are taken from. */
async function followRepositories(
  poller: Poller,
  listed: readonly ChangedIssue[],
  { watched, rules, knowsTopics }: Following,
): Promise<Set<number>> {
  const serving = new Set(watched.map(({ id }) => id));
  if (!knowsTopics) return serving;
  const repositories = new Map(listed.map(({ repository }) => [repository.id, repository]));
  for (const repository of repositories.values()) {
    const { id, archived, canPush, topics } = repository;
    const known = watched.find((one) => one.id === id);
    const isTagged = topics.includes(poller.config.github.topic);
    const isOurs = !archived && canPush !== false && (isTagged || known?.by === 'hand');
    if (isOurs && !rules.blocked(repository)) {
      await watch(poller, { id, fullName: repository.fullName, by: known?.by ?? 'topic' }, watched);
      serving.add(id);
      continue;
    }
    serving.delete(id);
    if (known?.by === 'topic') await poller.memory.unwatch(id);
  }
  return serving;
}
