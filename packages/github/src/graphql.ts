import type { Octokit } from '@octokit/rest';
import { z } from 'zod';
import { GitHubError } from './github-error.ts';

const errorSchema = z.object({ type: z.string().nullish(), message: z.string() });
const answerSchema = z.object({ data: z.unknown(), errors: z.array(errorSchema).default([]) });

/** What GitHub does not have, or not for us, is null in the answer. */
const PARTIAL = new Set(['NOT_FOUND', 'FORBIDDEN']);

/**
 * The data of a GraphQL query, with null for what GitHub does not have or does not show us.
 * https://docs.github.com/en/graphql/guides/forming-calls-with-graphql
 */
export async function graphql(
  octokit: Octokit,
  query: string,
  variables: Record<string, unknown>,
): Promise<unknown> {
  const url = graphqlUrl(octokit.request.endpoint.DEFAULTS.baseUrl);
  const answer = await octokit.request({ method: 'POST', url, query, variables });
  const { data, errors } = answerSchema.parse(answer.data);
  const failure = errors.find(({ type }) => !PARTIAL.has(type ?? ''));
  if (failure === undefined) return data;
  throw new GitHubError(`GitHub could not answer a query: ${failure.message}`, { kind: 'unavailable' });
}

/** https://docs.github.com/en/enterprise-server@latest/graphql/guides/forming-calls-with-graphql#the-graphql-endpoint */
function graphqlUrl(apiUrl: string): string {
  return apiUrl.endsWith('/api/v3') ? `${apiUrl.slice(0, -'/v3'.length)}/graphql` : `${apiUrl}/graphql`;
}
