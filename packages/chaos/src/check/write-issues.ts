import { writeFile } from 'node:fs/promises';
import type { TaskStore } from '@opencode-commander/queue';
import type { IssueSeen } from './snapshot.ts';

/** Keeps what the check looked at, with what happened to each task: to see how a violation came about. */
export async function writeIssues(
  path: string,
  { issues, store }: { issues: readonly IssueSeen[]; store: TaskStore },
): Promise<void> {
  const told = issues.map(async (issue) => ({
    ...issue,
    events: Object.fromEntries(
      await Promise.all(issue.tasks.map(async ({ id }) => [id, await store.readEvents(id)] as const)),
    ),
  }));
  await writeFile(path, JSON.stringify(await Promise.all(told), null, 1));
}
