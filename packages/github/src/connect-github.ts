import { type Credentials, openAccess, reveal, type Sensitive } from './access.ts';
import { createAnswerCache } from './answer-cache.ts';
import { connectChecks } from './connect-checks.ts';
import { connectIssues } from './connect-issues.ts';
import { connectPullRequests } from './connect-pull-requests.ts';
import { connectRepositories } from './connect-repositories.ts';
import type { Connection } from './connection.ts';
import { createCall } from './create-call.ts';
import { fetchWithTimeout } from './fetch-with-timeout.ts';
import type { GitHub } from './github.ts';
import type { RateGate } from './rate-gate.ts';
import { viewer } from './viewer.ts';
import type { TimeLimit } from './with-time-limit.ts';

/** Which GitHub to talk to, as whom, and how patiently. */
export type GitHubSettings = {
  /** Such as `https://api.github.com`, or `https://<host>/api/v3`. */
  apiUrl: string;
  /** Repositories are at `<gitUrl>/<owner>/<name>.git`. */
  gitUrl: string;
  auth: Credentials;
  /** Spaces writes as GitHub asks for; off for simulators. */
  throttle: boolean;
  /** Signs the hidden markers of our comments and pull requests. */
  markerKey: Sensitive;
  userAgent?: string;
  /** Every request passes it; without one nothing is held back. */
  gate?: RateGate;
  /** Ends every call. */
  signal?: AbortSignal;
  /** How long one request may take, 30 s unless told. */
  timeoutMs?: number;
  /** Base of the pauses before retries (1, 4 and 9 times this), 1 s unless told. */
  retryBaseMs?: number;
  now?: () => number;
};

/** A GitHub over one connection's settings; nothing is asked until something is needed. */
export function connectGitHub(settings: GitHubSettings): GitHub {
  const connection = openConnection(settings);
  return {
    ...connectRepositories(connection),
    ...connectIssues(connection),
    ...connectPullRequests(connection),
    ...connectChecks(connection),
  };
}

function openConnection(settings: GitHubSettings): Connection {
  const { auth, gitUrl, timeoutMs = 30_000, signal } = settings;
  const limit = { timeoutMs, signal };
  const markerKey = reveal(settings.markerKey);
  const access = openAccess(auth, octokitSettings(settings, limit));
  const call = createCall(settings);
  const us = remembered(async () => {
    const { login } = await call('your account', () => viewer(access.general, auth));
    return { login, markerKey };
  });
  return { access, auth, call, gitUrl, markerKey, us, limit };
}

function octokitSettings(settings: GitHubSettings, { timeoutMs, signal }: TimeLimit) {
  const { apiUrl, throttle, userAgent, retryBaseMs, gate, now } = settings;
  return {
    apiUrl: apiUrl.replace(/\/+$/, ''),
    throttle,
    userAgent: userAgent ?? 'opencode-commander',
    retryBaseMs: retryBaseMs ?? 1000,
    answers: createAnswerCache(),
    fetch: fetchWithTimeout(timeoutMs, signal),
    gate: gate ?? OPEN_GATE,
    now: now ?? Date.now,
  };
}

const OPEN_GATE: RateGate = { before: async () => undefined, after: () => undefined };

/** Asks once; a failure is not remembered. */
function remembered<T>(ask: () => Promise<T>): () => Promise<T> {
  let answer: Promise<T> | null = null;
  return () => {
    answer ??= ask().catch((error: unknown) => {
      answer = null;
      throw error;
    });
    return answer;
  };
}
