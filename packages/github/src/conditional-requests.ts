import { RequestError } from '@octokit/request-error';
import type { AnswerCache } from './answer-cache.ts';
import type { OctokitCore } from './octokit-core.ts';

/**
 * An Octokit plugin: asks GitHub whether what was answered before has changed; its 304 costs no quota, and callers get the answer of then, with status 304.
 * `client` keeps apart what different rights were shown at the same address.
 * https://docs.github.com/en/rest/using-the-rest-api/best-practices-for-using-the-rest-api#use-conditional-requests
 */
export function conditionalRequests(answers: AnswerCache, client: string): (octokit: OctokitCore) => void {
  return (octokit) =>
    octokit.hook.wrap('request', async (request, options) => {
      if (options.method !== 'GET') return request(options);
      const { url, headers } = octokit.request.endpoint.parse(options);
      // One address has several forms, such as a pull request's diff.
      const key = `${client} ${headers['accept']} ${url}`;
      const known = answers.get(key);
      if (known !== undefined) options.headers = { ...options.headers, 'if-none-match': known.etag };
      try {
        const answer = await request(options);
        answers.set(key, answer);
        return answer;
      } catch (error) {
        if (known !== undefined && isNotModified(error)) return { ...JSON.parse(known.text), status: 304 };
        throw error;
      }
    });
}

/** Octokit throws a 304. */
function isNotModified(error: unknown): boolean {
  return error instanceof RequestError && error.status === 304;
}
