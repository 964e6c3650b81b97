import type {
  DecisionRules,
  IssueThread,
  PullThread,
  ThreadCheck,
  ThreadComment,
  ThreadRemark,
  ThreadReview,
} from '../../src/index.ts';

/** When the scenes play. */
export const NOW = '2026-01-01T00:00:00.000Z';

export const RULES: DecisionRules = {
  maxRounds: 5,
  allowedModels: null,
};

/** An open issue that a trusted person labelled, the one of `aTask()`. */
export function anIssue(changes: Partial<IssueThread> = {}): IssueThread {
  return {
    repo: 'acme/web',
    repoId: 7,
    number: 12,
    nodeId: null,
    url: 'https://github.com/acme/web/issues/12',
    title: 'Say hello',
    body: 'Please say hello.',
    state: 'open',
    labels: ['agent'],
    asked: 'trusted',
    hasAsked: true,
    wasOpen: true,
    wasLabelled: true,
    asksAnew: false,
    labelsBefore: ['agent'],
    textTrusted: true,
    comments: [],
    ...changes,
  };
}

export function aPull(changes: Partial<PullThread> = {}): PullThread {
  return {
    repo: 'acme/web',
    repoId: 7,
    number: 13,
    nodeId: 'PR_13',
    url: 'https://github.com/acme/web/pull/13',
    state: 'open',
    headSha: 'aaaa',
    mergeable: true,
    checks: 'none',
    failedChecks: [],
    comments: [],
    reviews: [],
    remarks: [],
    ...changes,
  };
}

let lastId = 1_000;

export function said(body: string, changes: Partial<ThreadComment> = {}): ThreadComment {
  lastId += 1;
  return { id: lastId, author: 'ann', trusted: true, ours: null, body, handled: false, ...changes };
}

export function ours(task: string, operation: string): ThreadComment {
  return said('…', { author: 'bot', trusted: false, ours: { task, epoch: 1, operation } });
}

export function aReview(changes: Partial<ThreadReview> = {}): ThreadReview {
  lastId += 1;
  const state = 'changes_requested';
  return {
    id: lastId,
    author: 'rita',
    trusted: true,
    state,
    body: 'Please mend.',
    handled: false,
    ...changes,
  };
}

export function aRemark(changes: Partial<ThreadRemark> = {}): ThreadRemark {
  lastId += 1;
  return {
    id: lastId,
    author: 'rita',
    path: 'src/a.ts',
    line: 3,
    hunk: '@@ -1 +1 @@',
    body: 'Why?',
    reviewId: null,
    trusted: true,
    handled: false,
    ...changes,
  };
}

export function aCheck(changes: Partial<ThreadCheck> = {}): ThreadCheck {
  return {
    id: 5,
    name: 'test',
    conclusion: 'failure',
    summary: '1 test failed',
    annotations: [],
    log: 'expected 1 to be 2',
    rerun: false,
    ...changes,
  };
}
