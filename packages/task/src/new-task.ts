import { createHash } from 'node:crypto';
import { type Priority, priorityOfLabels } from './priority.ts';
import type { Task } from './task.ts';
import { branchOf, taskId } from './task-id.ts';
import { NO_USAGE } from './usage.ts';

/** An issue as GitHub gives it, with its repository. */
export type AcceptedIssue = {
  /** GitHub's numeric id of the repository. */
  repoId: number;
  /** `owner/name`. */
  repo: string;
  number: number;
  title: string;
  /** Markdown, as written: hidden text is stripped when it is shown to an agent. */
  body: string;
  labels: readonly string[];
  /** The page a person opens. */
  url: string;
  /** GitHub's global node id. */
  nodeId?: string | null;
};

export type NewTask = {
  issue: AcceptedIssue;
  /** Host name of the GitHub server, such as `github.com`. */
  host: string;
  now: Date;
  /** By the issue's labels unless given. */
  priority?: Priority;
};

/** The queued task of an issue, with the issue's text as it is now. The same issue always gives the same id. */
export function newTask({ issue, host, now, priority = priorityOfLabels(issue.labels) }: NewTask): Task {
  const { repo, repoId, number, url, nodeId = null } = issue;
  const id = taskId({ host, repoId, number, round: 0 });
  const at = now.toISOString();
  return {
    id,
    source: { host, repo, repoId, number, url, kind: 'issue', nodeId },
    ...issueText(issue),
    priority,
    status: 'queued',
    attempts: 0,
    runs: 0,
    crashes: 0,
    epoch: 0,
    bornEpoch: 0,
    revision: 0,
    round: 0,
    parentTaskId: null,
    host: null,
    dispatcher: null,
    containerId: null,
    sessionId: null,
    devShell: null,
    branch: branchOf(id),
    baseSha: null,
    prUrl: null,
    ...unstarted(),
    commits: 0,
    usage: NO_USAGE,
    usageByModel: {},
    sessionUsage: null,
    failure: null,
    createdAt: at,
    updatedAt: at,
    startedAt: null,
    firstModelRequestAt: null,
    finishedAt: null,
  };
}

/** What only runs and people add to a task. */
function unstarted() {
  return {
    pull: null,
    followUp: null,
    question: null,
    questions: 0,
    answer: null,
    waitsFor: null,
    model: null,
    checklist: [],
    progress: null,
    workedMs: 0,
    grants: [],
    budgetWarned: false,
    stoppedBy: null,
    retriedBy: null,
    publishingUntil: null,
  };
}

/** The snapshot of an issue's text that a task keeps. */
export function issueText({ title, body }: Pick<AcceptedIssue, 'title' | 'body'>) {
  return { title, body, bodyHash: createHash('sha256').update(body).digest('hex') };
}

/** What a task has for a text while nobody who may start work has vouched for one. */
export function unvouchedText(issueNumber: number): Pick<Task, 'title' | 'body' | 'bodyHash'> {
  return { title: `Issue ${issueNumber}`, body: '', bodyHash: '' };
}

/** Whether somebody who may start work has vouched for the task's text: without that nobody works on it. */
export function isVouched({ bodyHash }: Pick<Task, 'bodyHash'>): boolean {
  return bodyHash !== '';
}
