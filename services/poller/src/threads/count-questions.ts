import { changeTask } from '@opencode-commander/control';
import { lastQuestion, type Task, type ThreadComment } from '@opencode-commander/task';
import type { Poller } from '../poller.ts';

/**
 * Has the task know how many questions its thread shows. Its record is read after the thread and knows of all that it asked,
 * unless an earlier one expired or was lost: then people would not be heard, and the next question would have a number that
 * is taken.
 */
export async function countQuestions(
  poller: Pick<Poller, 'store' | 'now'>,
  task: Task,
  comments: readonly ThreadComment[],
): Promise<Task> {
  const questions = lastQuestion(task, comments);
  if (task.questions >= questions) return task;
  const counted = await changeTask(poller, task.id, (now) =>
    now.questions >= questions ? null : { patch: { questions } },
  );
  return counted.task;
}
