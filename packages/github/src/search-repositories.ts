import type { Octokit } from '@octokit/rest';
import { z } from 'zod';
import { type Repository, repositorySchema } from './repository.ts';

/**
 * The repositories with a topic that we may push to. The search also finds strangers' public ones, whose owners must not
 * be able to make us work; GitHub gives at most 1,000 and its index lags behind.
 */
export async function searchRepositories(
  octokit: Octokit,
  topic: string,
  { latest = false }: { latest?: boolean } = {},
): Promise<Repository[]> {
  const query = { q: `topic:${topic} fork:true`, per_page: 100 };
  const found = latest
    ? await findLatest(octokit, query)
    : await octokit.paginate(octokit.rest.search.repos, query);
  return z
    .array(repositorySchema)
    .parse(found)
    .filter(({ canPush }) => canPush === true);
}

/** One page, and so one request: a repository that gets the topic is updated by that. */
async function findLatest(octokit: Octokit, query: { q: string; per_page: number }): Promise<unknown[]> {
  const { data } = await octokit.rest.search.repos({ ...query, sort: 'updated', order: 'desc' });
  return data.items;
}
