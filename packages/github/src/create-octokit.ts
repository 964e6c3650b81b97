import { retry } from '@octokit/plugin-retry';
import { throttling } from '@octokit/plugin-throttling';
import { Octokit } from '@octokit/rest';
import { conditionalRequests } from './conditional-requests.ts';
import type { Fetch } from './fetch-with-timeout.ts';
import type { OctokitCore } from './octokit-core.ts';

export type OctokitSettings = {
  apiUrl: string;
  userAgent: string;
  fetch: Fetch;
  /** Spaces writes as GitHub asks for: right for GitHub, needlessly slow for a simulator. */
  throttle: boolean;
  /** Base of the pauses before the three retries: 1, 4 and 9 times this. */
  retryBaseMs: number;
};

/** Who is asking, in Octokit's terms; an empty object: nobody. */
export type Authentication = { authStrategy?: unknown; auth?: unknown };

const Client = Octokit.plugin(conditionalRequests, retry, throttling, postOnce);

/** One Octokit composed from plugins: conditional requests, retries of what is safe to repeat, throttling if wanted. */
export function createOctokit(settings: OctokitSettings, authentication: Authentication): Octokit {
  const { apiUrl, userAgent, fetch, throttle, retryBaseMs } = settings;
  return new Client({
    baseUrl: apiUrl,
    userAgent,
    request: { fetch },
    log: SILENT,
    retry: { retryAfterBaseValue: retryBaseMs, doNotRetry: [400, 401, 403, 404, 409, 410, 422, 429, 451] },
    // A limit that was hit is the caller's to wait out: it comes back as a GitHubError.
    throttle: { enabled: throttle, onRateLimit: () => false, onSecondaryRateLimit: () => false },
    ...authentication,
  });
}

/** An Octokit plugin: a POST whose reply was lost may have worked, so callers look again instead of repeating it. */
function postOnce(octokit: OctokitCore): void {
  octokit.hook.before('request', (options) => {
    if (options.method === 'POST') options.request = { ...options.request, retries: 0 };
  });
}

const quiet = () => undefined;
/** Octokit would write to the console: libraries do not log. */
const SILENT = { debug: quiet, info: quiet, warn: quiet, error: quiet };
