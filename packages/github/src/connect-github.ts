import { type Access, type Credentials, openAccess, reveal, type Sensitive } from './access.ts';
import { createAnswerCache } from './answer-cache.ts';
import { changeLabels } from './change-labels.ts';
import { createCall } from './create-call.ts';
import { ensureLabels } from './ensure-labels.ts';
import { fetchWithTimeout } from './fetch-with-timeout.ts';
import { getIssue } from './get-issue.ts';
import { getRepository } from './get-repository.ts';
import { gitRemote } from './git-remote.ts';
import type { GitHub } from './github.ts';
import { labeller } from './labeller.ts';
import { listEvents } from './list-events.ts';
import { listInstalledRepositories } from './list-installed-repositories.ts';
import { listIssues } from './list-issues.ts';
import { openPullRequest } from './open-pull-request.ts';
import { permission } from './permission.ts';
import type { RateGate } from './rate-gate.ts';
import type { Repository } from './repository.ts';
import { searchRepositories } from './search-repositories.ts';
import { upsertComment } from './upsert-comment.ts';
import { viewer } from './viewer.ts';

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
  const { auth } = settings;
  const markerKey = reveal(settings.markerKey);
  const access = openAccess(auth, octokitSettings(settings));
  const call = createCall(settings);
  const whoAmI = remembered(() => call('your account', () => viewer(access.general, auth)));
  const at = access.repository;
  return {
    viewer: whoAmI,
    searchRepositories: (topic) => call(`topic ${topic}`, () => discover(access, auth, topic)),
    getRepository: (name) => call(name, () => repositoryFor(access, auth, name)),
    listIssues: (fullName, label) => call(fullName, () => listIssues(at(fullName), { fullName, label })),
    getIssue: (fullName, number) =>
      call(`${fullName}#${number}`, () => getIssue(at(fullName), { fullName, number })),
    listEvents: (fullName, number) =>
      call(`${fullName}#${number}`, () => listEvents(at(fullName), { fullName, number })),
    labeller: (fullName, number, label) =>
      call(`${fullName}#${number}`, () => labeller(at(fullName), { fullName, number }, label)),
    permission: (name, login) => call(name, () => permission(at(name), name, login)),
    ensureLabels: (name, labels) => call(name, () => ensureLabels(at(name), name, labels)),
    changeLabels: (fullName, number, changes) =>
      call(`${fullName}#${number}`, () => changeLabels(at(fullName), { fullName, number }, changes)),
    upsertComment: async (fullName, number, comment) => {
      const { login: author } = await whoAmI();
      const signed = { ...comment, author, markerKey };
      return call(`${fullName}#${number}`, () => upsertComment(at(fullName), { fullName, number }, signed));
    },
    openPullRequest: (name, draft) => call(name, () => openPullRequest(at(name), name, { draft, markerKey })),
    gitRemote: (name) => call(name, () => gitRemote(access, settings.gitUrl, name)),
    getRepositoryById: notYet,
    deleteBranch: notYet,
    listChangedIssues: notYet,
    listChangedIn: notYet,
    openThings: notYet,
    blockedBy: notYet,
    subIssues: notYet,
    listComments: notYet,
    react: notYet,
    getPull: notYet,
    pullDiff: notYet,
    listReviews: notYet,
    listReviewComments: notYet,
    replyToReview: notYet,
    requestReviewers: notYet,
    listFailedChecks: notYet,
    jobLog: notYet,
    rerunCheck: notYet,
  };
}

function octokitSettings({ apiUrl, throttle, userAgent, retryBaseMs, timeoutMs, signal }: GitHubSettings) {
  return {
    apiUrl: apiUrl.replace(/\/+$/, ''),
    throttle,
    userAgent: userAgent ?? 'opencode-commander',
    retryBaseMs: retryBaseMs ?? 1000,
    answers: createAnswerCache(),
    fetch: fetchWithTimeout(timeoutMs ?? 30_000, signal),
  };
}

/** An App is installed on what it may work on; a token has to search. */
function discover(access: Access, auth: Credentials, topic: string) {
  return auth?.kind === 'app'
    ? listInstalledRepositories(access, topic)
    : searchRepositories(access.general, topic);
}

/** To an App a repository's `permissions` say nothing: they are those of a user. */
async function repositoryFor(access: Access, auth: Credentials, fullName: string): Promise<Repository> {
  const repository = await getRepository(access.repository(fullName), fullName);
  return auth?.kind === 'app' ? { ...repository, canPush: null } : repository;
}

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

async function notYet(): Promise<never> {
  throw new Error('not yet');
}
