import type { Octokit } from '@octokit/rest';
import { splitFullName } from './full-name.ts';
import { type Repository, repositorySchema } from './repository.ts';

/** One repository; a former name finds it under its new one. */
export async function getRepository(octokit: Octokit, fullName: string): Promise<Repository> {
  const { data } = await octokit.rest.repos.get(splitFullName(fullName));
  return repositorySchema.parse(data);
}
