/** What an answer of GitHub says of one limit. */
export type RateLimits = {
  /** GitHub's name of the limit, such as `core`, `graphql` or `search`. */
  resource: string;
  /** Requests per window. */
  limit: number;
  remaining: number;
  /** When the window ends, in milliseconds since 1970. */
  resetAt: number;
  /** Milliseconds GitHub wants nothing to be sent; null unless it refused the request for its rate. */
  retryAfterMs: number | null;
};

/** One breaker for all who send requests: each of them, repetitions included, passes it and reports what came back. */
export type RateGate = {
  /** Waits for its turn, or throws a GitHubError of kind `rate_limited`. */
  before(): Promise<void>;
  after(limits: RateLimits): void;
};
