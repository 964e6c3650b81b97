import type { Octokit } from '@octokit/rest';
import { z } from 'zod';
import type { Access } from './access.ts';
import { type Repository, repositorySchema } from './repository.ts';

/** The repositories with a topic among those that an App is installed on: no search, so no lag and no strangers. */
export async function listInstalledRepositories(access: Access, topic: string): Promise<Repository[]> {
  const found: Repository[] = [];
  for (const installation of await access.everywhere()) found.push(...(await withTopic(installation, topic)));
  return found;
}

async function withTopic(octokit: Octokit, topic: string): Promise<Repository[]> {
  const method = octokit.rest.apps.listReposAccessibleToInstallation;
  const answer = await octokit.paginate(method, { per_page: 100 });
  const repositories = z.array(repositorySchema).parse(answer);
  return repositories.flatMap((one) => (one.topics.includes(topic) ? [{ ...one, canPush: null }] : []));
}
