import { type Task, taskSchema } from '../src/index.ts';

/** A queued task for `acme/web#12`, with what a test wants otherwise. */
export function aTask(changes: Partial<Task> = {}): Task {
  return taskSchema.parse({
    id: '12-a1b2c3',
    source: {
      host: 'github.com',
      repo: 'acme/web',
      repoId: 7,
      number: 12,
      url: 'https://github.com/acme/web/issues/12',
      kind: 'issue',
    },
    title: 'Say hello',
    body: 'Please say hello.',
    bodyHash: '0'.repeat(64),
    priority: 'medium',
    status: 'queued',
    attempts: 0,
    epoch: 0,
    round: 0,
    parentTaskId: null,
    host: null,
    containerId: null,
    sessionId: null,
    branch: 'agent/12-a1b2c3',
    baseSha: null,
    prUrl: null,
    commits: 0,
    usage: { inputTokens: 0, outputTokens: 0, costUsd: 0 },
    failure: null,
    createdAt: '2026-01-01T00:00:00.000Z',
    updatedAt: '2026-01-01T00:00:00.000Z',
    startedAt: null,
    firstModelRequestAt: null,
    finishedAt: null,
    ...changes,
  });
}
