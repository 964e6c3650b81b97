import type { Run } from '../run.ts';

/** The task's record names its open pull request, and the poller watches it from now on. */
export async function recordPull(
  run: Run,
  { number, nodeId, url }: { number: number; nodeId: string; url: string },
): Promise<void> {
  const { id, source } = run.task;
  await run.patch({ prUrl: url, pull: { number, nodeId, state: 'open' } });
  const link = { repoId: source.repoId, number, nodeId, taskId: id };
  await run.outlast(() => run.context.store.linkPull(link));
}
