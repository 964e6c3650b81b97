import { changeTask, followThrough } from '@opencode-commander/control';
import { enqueueWrite } from '@opencode-commander/queue';
import { failureComment, failureOperation, type Task } from '@opencode-commander/task';
import type { Poller } from '../poller.ts';
import { noteThread } from '../threads/note-thread.ts';
import { tolerate } from '../tolerate.ts';

/** Fails the tasks whose question nobody answered in time, and says so. */
export async function expireQuestions(poller: Poller): Promise<void> {
  const now = poller.now().getTime();
  for (const task of await poller.store.list({ statuses: ['waiting_human'] }))
    if (isOver(task, now)) await tolerate(poller, task.id, () => expire(poller, task));
}

async function expire(poller: Poller, waiting: Task): Promise<void> {
  const { id } = waiting;
  await noteThread(poller, waiting);
  const now = poller.now().getTime();
  const { changed, task } = await changeTask(poller, id, (before) => {
    if (before.status !== 'waiting_human' || !isOver(before, now)) return null;
    const patch = { question: null, answer: null, failure: { kind: 'no_answer' as const, message: MESSAGE } };
    return { status: 'failed', patch, message: 'nobody answered' };
  });
  if (!changed) return;
  // One comment per question: a task that is tried again may be left without an answer again.
  const operation = failureOperation(task);
  const { epoch } = task;
  const body = failureComment(task, []);
  await enqueueWrite(poller.queues, { kind: 'comment', taskId: id, epoch, operation, body });
  await followThrough(poller, task);
}

const MESSAGE = 'nobody answered in time: answer with /commander retry to have it tried again';

function isOver({ question }: Task, now: number): boolean {
  return question !== null && Date.parse(question.deadline) <= now;
}
