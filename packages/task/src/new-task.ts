import { createHash } from 'node:crypto';
import { type Priority, priorityOfLabels } from './priority.ts';
import type { Source, Task } from './task.ts';
import { branchOf, taskId } from './task-id.ts';

/** What a task begins with. */
export type TaskOrigin = {
  source: Source;
  /** The issue as it is now: the task keeps this text, whatever becomes of the issue's. */
  issue: { title: string; body: string; labels: readonly string[] };
  /** ISO instant. */
  at: string;
  /** Instead of what the labels say. */
  priority?: Priority | undefined;
};

/** The queued task of an issue; the same issue always gives the same id. */
export function newTask({ source, issue, at, priority }: TaskOrigin): Task {
  const id = taskId({ ...source, round: 0 });
  return {
    id,
    source,
    title: issue.title,
    body: issue.body,
    bodyHash: createHash('sha256').update(issue.body).digest('hex'),
    priority: priority ?? priorityOfLabels(issue.labels),
    status: 'queued',
    attempts: 0,
    epoch: 0,
    round: 0,
    parentTaskId: null,
    host: null,
    containerId: null,
    sessionId: null,
    branch: branchOf(id),
    baseSha: null,
    prUrl: null,
    commits: 0,
    usage: { inputTokens: 0, outputTokens: 0, costUsd: 0 },
    failure: null,
    createdAt: at,
    updatedAt: at,
    startedAt: null,
    firstModelRequestAt: null,
    finishedAt: null,
  };
}
