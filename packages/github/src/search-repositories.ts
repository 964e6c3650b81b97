import type { Octokit } from '@octokit/rest';
import { z } from 'zod';
import { type Repository, repositorySchema } from './repository.ts';

/**
 * The repositories with a topic that we may push to. The search also finds strangers' public ones, whose owners must not
 * be able to make us work; GitHub gives at most 1,000 and its index lags behind.
 */
export async function searchRepositories(octokit: Octokit, topic: string): Promise<Repository[]> {
  const q = `topic:${topic} fork:true`;
  const found = await octokit.paginate(octokit.rest.search.repos, { q, per_page: 100 });
  return z
    .array(repositorySchema)
    .parse(found)
    .filter(({ canPush }) => canPush === true);
}
