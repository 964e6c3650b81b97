import type { Octokit } from '@octokit/rest';
import { GitHubError } from './github-error.ts';
import { hasStatus } from './has-status.ts';
import { type Repository, repositorySchema } from './repository.ts';

/**
 * The repository with an id, asked of clients that together may see it. Undocumented, and where GitHub itself sends
 * those who ask for a former name.
 */
export async function getRepositoryById(clients: readonly Octokit[], id: number): Promise<Repository> {
  for (const client of clients) {
    const repository = await read(client, id);
    if (repository !== null) return repository;
  }
  throw new GitHubError(`repository ${id} is not there, or the token has no access to it`, {
    kind: 'not_found',
  });
}

async function read(client: Octokit, id: number): Promise<Repository | null> {
  try {
    return repositorySchema.parse((await client.request('GET /repositories/{id}', { id })).data);
  } catch (error) {
    if (hasStatus(error, 403, 404)) return null;
    throw error;
  }
}
