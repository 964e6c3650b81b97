/** Octokit's response object. */
type Answer = {
  url: string;
  status: number;
  headers: Record<string, string | number | undefined>;
  data: unknown;
};

type Remembered = { etag: string; text: string };

/** Answers that GitHub gave an ETag for, as text. */
export type AnswerCache = {
  get(key: string): Remembered | undefined;
  set(key: string, answer: Answer): void;
};

/** Keeps about `capacity` characters of answers; the ones unused for longest go first. */
export function createAnswerCache(capacity = 32_000_000): AnswerCache {
  const entries = new Map<string, Remembered>();
  let size = 0;
  const forget = (key: string) => {
    size -= entries.get(key)?.text.length ?? 0;
    entries.delete(key);
  };
  return {
    get(key) {
      const entry = entries.get(key);
      if (entry === undefined) return undefined;
      // A map keeps the order of insertion: the entry becomes the youngest.
      entries.delete(key);
      entries.set(key, entry);
      return entry;
    },
    set(key, answer) {
      forget(key);
      const etag = answer.headers['etag'];
      if (answer.status !== 200 || typeof etag !== 'string') return;
      const text = serialise(answer);
      entries.set(key, { etag, text });
      size += text.length;
      for (const oldest of entries.keys()) {
        if (size <= capacity) break;
        forget(oldest);
      }
    },
  };
}

/** As text, because callers (pagination, for one) change the objects they are given. */
function serialise(answer: Answer): string {
  return JSON.stringify(answer, (_key, value) => (typeof value === 'bigint' ? Number(value) : value));
}
