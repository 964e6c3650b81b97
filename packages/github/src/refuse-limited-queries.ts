import { RequestError } from '@octokit/request-error';
import { z } from 'zod';
import type { OctokitCore } from './octokit-core.ts';

const limitedSchema = z.object({
  errors: z.array(z.object({ type: z.literal('RATE_LIMITED') }).or(z.unknown().transform(() => null))),
});

/**
 * An Octokit plugin: GraphQL answers 200 also when the limit is used up; this makes it the 429 that REST gives.
 * https://docs.github.com/en/graphql/overview/rate-limits-and-query-limits-for-the-graphql-api#exceeding-the-rate-limit
 */
export function refuseLimitedQueries(octokit: OctokitCore): void {
  octokit.hook.wrap('request', async (request, options) => {
    const answer = await request(options);
    if (!options.url.endsWith('/graphql') || !isLimited(answer.data)) return answer;
    throw new RequestError('GraphQL rate limit exceeded', 429, {
      request: options,
      response: { ...answer, status: 429 },
    });
  });
}

function isLimited(data: unknown): boolean {
  const errors = limitedSchema.safeParse(data).data?.errors ?? [];
  return errors.some((error) => error !== null);
}
