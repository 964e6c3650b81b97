import { RequestError } from '@octokit/request-error';
import type { OctokitCore } from './octokit-core.ts';

type Answer = {
  url: string;
  status: number;
  headers: Record<string, string | number | undefined>;
  data: unknown;
};

/** How many characters of answers are kept; the ones unused for longest go first. */
const CAPACITY = 32_000_000;

/**
 * An Octokit plugin: remembers answers to GET requests by their ETag and asks whether they changed. GitHub's 304 costs no quota;
 * callers get the remembered answer. https://docs.github.com/en/rest/using-the-rest-api/best-practices-for-using-the-rest-api
 */
export function conditionalRequests(octokit: OctokitCore): void {
  const cache = createCache();
  octokit.hook.wrap('request', async (request, options) => {
    if (options.method !== 'GET') return request(options);
    const key = octokit.request.endpoint.parse(options).url;
    const known = cache.get(key);
    if (known !== undefined) options.headers = { ...options.headers, 'if-none-match': known.etag };
    try {
      const answer = await request(options);
      cache.set(key, answer);
      return answer;
    } catch (error) {
      if (known !== undefined && error instanceof RequestError && error.status === 304)
        return JSON.parse(known.text);
      throw error;
    }
  });
}

type Remembered = { etag: string; text: string };

function createCache() {
  const entries = new Map<string, Remembered>();
  let size = 0;
  const forget = (key: string) => {
    size -= entries.get(key)?.text.length ?? 0;
    entries.delete(key);
  };
  return {
    get(key: string): Remembered | undefined {
      const entry = entries.get(key);
      if (entry === undefined) return undefined;
      // A map keeps the order of insertion: the entry becomes the youngest.
      entries.delete(key);
      entries.set(key, entry);
      return entry;
    },
    set(key: string, answer: Answer): void {
      forget(key);
      const etag = answer.headers['etag'];
      if (answer.status !== 200 || typeof etag !== 'string') return;
      // Kept as text: callers (pagination, for one) change the objects they are given.
      const text = JSON.stringify(answer, (_key, value) =>
        typeof value === 'bigint' ? Number(value) : value,
      );
      entries.set(key, { etag, text });
      size += text.length;
      for (const oldest of entries.keys()) {
        if (size <= CAPACITY) break;
        forget(oldest);
      }
    },
  };
}
