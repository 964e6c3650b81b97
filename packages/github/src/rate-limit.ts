/** The headers of an answer, names in lower case. */
export type Headers = Readonly<Record<string, string | number | undefined>>;

/** GitHub asks for at least this pause when it names none. */
const UNNAMED_PAUSE_MS = 60_000;

/**
 * Milliseconds to wait when an answer is a refusal for its rate, else null.
 * https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api#exceeding-the-rate-limit
 */
export function rateLimitPause(answer: {
  status: number;
  headers: Headers;
  documentationUrl: string;
  now: number;
}): number | null {
  const { status, headers, documentationUrl, now } = answer;
  if (status !== 403 && status !== 429) return null;
  const retryAfter = readNumber(headers['retry-after']);
  if (retryAfter !== null) return retryAfter * 1000;
  const reset = readNumber(headers['x-ratelimit-reset']);
  // One second more, because the reset is a whole second.
  if (readNumber(headers['x-ratelimit-remaining']) === 0 && reset !== null)
    return Math.max(0, (reset + 1) * 1000 - now);
  return status === 429 || documentationUrl.includes('rate-limit') ? UNNAMED_PAUSE_MS : null;
}

/** A header that is a number, zero or more; null when it is not there or something else. */
export function readNumber(header: string | number | undefined): number | null {
  if (header === undefined || header === '') return null;
  const value = Number(header);
  return Number.isFinite(value) && value >= 0 ? value : null;
}
