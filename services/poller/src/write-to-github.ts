import { positionOf } from '@opencode-commander/queue';
import { type GitHubWrite, labelChanges, statusComment, type Task } from '@opencode-commander/task';
import type { Poller } from './poller.ts';

type Writer = Pick<Poller, 'github' | 'store' | 'queues' | 'memory'>;

/** Carries out one write of the outbox; doing it again changes nothing. Throws GitHubError. */
export async function writeToGitHub(writer: Writer, write: GitHubWrite): Promise<void> {
  const task = await writer.store.get(write.taskId);
  if (write.kind === 'comment') return writeComment(writer, write, task);
  if (task !== null) await writeStatus(writer, task);
}

/** Brings the labels and the status comment to what the task's record says now. */
async function writeStatus({ github, queues, memory }: Writer, task: Task): Promise<void> {
  const { repo, number } = task.source;
  const { labels } = await github.getIssue(repo, number);
  await github.changeLabels(repo, number, labelChanges(labels, task.status));
  const position = task.status === 'queued' ? await positionOf(queues, task.id) : null;
  const marker = { task: task.id, epoch: task.epoch, operation: 'status' };
  await github.upsertComment(repo, number, { marker, body: statusComment(task, { position }) });
  await memory.rememberPosition(task.id, position);
}

async function writeComment(
  { github }: Writer,
  { taskId, epoch, operation, body, at }: Extract<GitHubWrite, { kind: 'comment' }>,
  task: Task | null,
): Promise<void> {
  const place = at ?? task?.source;
  if (place === undefined) return;
  await github.upsertComment(place.repo, place.number, { marker: { task: taskId, epoch, operation }, body });
}
