/** Something that goes wrong on purpose. */
export type Fault = {
  /** An HTTP method; any when absent. */
  method?: string;
  /** A path as in GitHub's OpenAPI description (`/repos/{owner}/{repo}/pulls`) or as requested (`/repos/acme/widget/pulls`). */
  route: string;
  /** Answer this instead of doing it. */
  status?: number;
  body?: unknown;
  headers?: Record<string, string>;
  /** Wait before doing anything. */
  delayMs?: number;
  /** Do it, then close the connection without an answer. */
  dropReplyAfterApplying?: boolean;
  /** Close the connection and do nothing. */
  dropBeforeApplying?: boolean;
  /** How often it happens; 1 when absent, Infinity until cleared. */
  times?: number;
};

export type Faults = {
  /** Answers a function that takes the fault away again. */
  add(fault: Fault): () => void;
  /** The first fault that is for this request, counted as having happened. */
  take(request: { method: string; route: string; path: string }): Fault | null;
  clear(): void;
};

export function createFaults(): Faults {
  let entries: { fault: Fault; left: number }[] = [];
  return {
    add(fault) {
      const entry = { fault, left: fault.times ?? 1 };
      entries.push(entry);
      return () => {
        entries = entries.filter((other) => other !== entry);
      };
    },
    take(request) {
      const entry = entries.find(({ fault, left }) => left > 0 && isFor(fault, request));
      if (!entry) return null;
      entry.left -= 1;
      return entry.fault;
    },
    clear() {
      entries = [];
    },
  };
}

/** What GitHub answers to those who write too fast, to be spread into a fault. */
export function secondaryRateLimit(retryAfterSeconds: number, status: 403 | 429 = 403): Omit<Fault, 'route'> {
  return {
    status,
    headers: { 'retry-after': String(retryAfterSeconds) },
    body: {
      message: 'You have exceeded a secondary rate limit. Please wait a few minutes before you try again.',
      documentation_url:
        'https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api#about-secondary-rate-limits',
    },
  };
}

function isFor(fault: Fault, request: { method: string; route: string; path: string }): boolean {
  if (fault.method !== undefined && fault.method.toUpperCase() !== request.method) return false;
  return fault.route === request.route || fault.route === request.path;
}
