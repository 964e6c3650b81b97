import { branchOf, type Task, taskId } from '@opencode-commander/task';

/** A queued task for issue `number` of `acme/web`, with what a test wants otherwise. */
export function aTask(number: number, changes: Partial<Task> = {}): Task {
  const id = taskId({ host: 'github.com', repoId: 7, number, round: 0 });
  return {
    id,
    source: {
      host: 'github.com',
      repo: 'acme/web',
      repoId: 7,
      number,
      url: `https://github.com/acme/web/issues/${number}`,
      kind: 'issue',
    },
    title: 'Say hello',
    body: 'Please say "hello" 🙂\n$(whoami)',
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
    branch: branchOf(id),
    baseSha: null,
    prUrl: null,
    commits: 0,
    usage: { inputTokens: 0, outputTokens: 0, costUsd: 0 },
    failure: null,
    createdAt: new Date(Date.UTC(2026, 0, 1) + number * 1000).toISOString(),
    updatedAt: '2026-01-01T00:00:00.000Z',
    startedAt: null,
    firstModelRequestAt: null,
    finishedAt: null,
    ...changes,
  };
}

/** An instant `seconds` into 2026. */
export function at(seconds: number): string {
  return new Date(Date.UTC(2026, 0, 1) + seconds * 1000).toISOString();
}
