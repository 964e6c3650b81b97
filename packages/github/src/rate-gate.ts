/** What an answer of GitHub says of its limits; null for what it leaves out. */
export type SeenLimits = {
  /** GitHub's name of the limit, such as `core`, `graphql` or `search`. */
  resource: string;
  /** Requests per window. */
  limit: number | null;
  remaining: number | null;
  /** When the window ends, in milliseconds since 1970. */
  resetAt: number | null;
  /** Milliseconds GitHub wants to hear nothing at all; a limit that is merely used up says `remaining` 0 instead. */
  retryAfterMs: number | null;
};

/** One breaker for all who send requests: each of them, repetitions included, passes it and reports what came back. */
export type RateGate = {
  /** Waits for a turn; throws an error with `retryAfterMs` when that takes too long, which becomes a GitHubError. */
  before(resource: string): Promise<void>;
  after(limits: SeenLimits): void;
};
