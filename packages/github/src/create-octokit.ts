import { retry } from '@octokit/plugin-retry';
import { throttling } from '@octokit/plugin-throttling';
import { Octokit } from '@octokit/rest';
import type { AnswerCache } from './answer-cache.ts';
import { askBeforeSending } from './ask-before-sending.ts';
import { conditionalRequests } from './conditional-requests.ts';
import type { Fetch } from './fetch-with-timeout.ts';
import type { OctokitCore } from './octokit-core.ts';
import { passGate } from './pass-gate.ts';
import type { RateGate } from './rate-gate.ts';
import { refuseLimitedQueries } from './refuse-limited-queries.ts';

export type OctokitSettings = {
  apiUrl: string;
  userAgent: string;
  fetch: Fetch;
  /** Spaces writes as GitHub asks for: right for GitHub, needlessly slow for a simulator. */
  throttle: boolean;
  /** Base of the pauses before the three retries: 1, 4 and 9 times this. */
  retryBaseMs: number;
  /** Shared by all clients of a connection. */
  answers: AnswerCache;
  /** Passed by every request of every client. */
  gate: RateGate;
  now: () => number;
};

/** Who is asking: a name of ours for these rights and, in Octokit's terms, how they are shown. */
export type Asker = { client: string; authStrategy?: unknown; auth?: unknown };

/** One Octokit composed from plugins, the innermost first: conditional requests, retries of what is safe to repeat, throttling if wanted. */
export function createOctokit(settings: OctokitSettings, { client, ...authentication }: Asker): Octokit {
  const { apiUrl, userAgent, fetch, throttle, retryBaseMs } = settings;
  const Client = Octokit.plugin(
    askBeforeSending,
    refuseLimitedQueries,
    passGate(settings.gate, settings.now),
    conditionalRequests(settings.answers, client),
    retry,
    throttling,
    postOnce,
  );
  return new Client({
    baseUrl: apiUrl,
    userAgent,
    request: { fetch },
    log: SILENT,
    retry: {
      retryAfterBaseValue: retryBaseMs,
      doNotRetry: [400, 401, 403, 404, 406, 409, 410, 422, 429, 451],
    },
    // A limit that was hit is the caller's to wait out: it comes back as a GitHubError.
    throttle: { enabled: throttle, onRateLimit: () => false, onSecondaryRateLimit: () => false },
    ...authentication,
  });
}

/** An Octokit plugin: a POST whose reply was lost may have worked, so callers look again instead of repeating it. */
function postOnce(octokit: OctokitCore): void {
  octokit.hook.before('request', (options) => {
    // Our GraphQL only asks.
    if (options.method === 'POST' && !options.url.endsWith('/graphql'))
      options.request = { ...options.request, retries: 0 };
  });
}

const quiet = () => undefined;
/** Octokit would write to the console: libraries do not log. */
const SILENT = { debug: quiet, info: quiet, warn: quiet, error: quiet };
