import { GitHubError } from './github-error.ts';
import { type TimeLimit, withTimeLimit } from './with-time-limit.ts';

/** The last `maxBytes` of what is at an address, never more than that in memory; null when nothing is there any more. */
export async function fetchTail(url: URL, limits: TimeLimit & { maxBytes: number }): Promise<Tail | null> {
  try {
    return await withTimeLimit(limits, async (signal) => {
      const response = await fetch(url, { signal });
      if (response.ok) return await readTail(response, limits.maxBytes);
      await response.body?.cancel();
      if (response.status === 404 || response.status === 410) return null;
      throw unavailable(url, `it answered ${response.status}`);
    });
  } catch (error) {
    if (error instanceof GitHubError) throw error;
    throw unavailable(url, error instanceof Error ? error.message : String(error), error);
  }
}

export type Tail = { text: string /** There was more before. */; cut: boolean };

async function readTail(response: Response, maxBytes: number): Promise<Tail> {
  let tail = Buffer.alloc(0);
  let read = 0;
  for await (const chunk of response.body ?? []) {
    read += chunk.length;
    const longer = Buffer.concat([tail, chunk]);
    tail = Buffer.from(longer.subarray(Math.max(0, longer.length - maxBytes)));
  }
  return { text: tail.toString(), cut: read > maxBytes };
}

/** The address has a secret in its query: only the host is named. */
function unavailable(url: URL, why: string, cause?: unknown): GitHubError {
  return new GitHubError(`a download from ${url.host} failed: ${why}`, { kind: 'unavailable', cause });
}
