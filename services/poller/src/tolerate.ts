import { GitHubError } from '@opencode-commander/github';
import { CorruptTaskError, RateLimitedError, RedisError } from '@opencode-commander/queue';
import type { Poller } from './poller.ts';

/**
 * Does one repository's, issue's or task's part of a tick. Its failure is noted and gives null, so that the others have
 * their turn; what would fail for all of them (the token, the rate limit, Redis) is thrown.
 */
export async function tolerate<T>(
  { problems }: Pick<Poller, 'problems'>,
  about: string,
  work: () => Promise<T>,
): Promise<T | null> {
  try {
    const result = await work();
    problems.solved(about);
    return result;
  } catch (error) {
    if (concernsAll(error)) throw error;
    problems.report(about, error);
    return null;
  }
}

function concernsAll(error: unknown): boolean {
  if (error instanceof CorruptTaskError) return false;
  if (error instanceof GitHubError) return error.kind === 'unauthorized' || error.kind === 'rate_limited';
  if (error instanceof RedisError || error instanceof RateLimitedError) return true;
  return error instanceof Error && error.name === 'AbortError';
}
