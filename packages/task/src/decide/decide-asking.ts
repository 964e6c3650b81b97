import { isVouched } from '../new-task.ts';
import { isTerminal } from '../status.ts';
import { cancel, type Scene } from './scene.ts';
import type { IssueThread } from './thread.ts';

/** Whether the issue asks for work now, or does no more: by its labels and whether it is open. */
export function decideAsking(scene: Scene, thread: IssueThread) {
  const { task } = scene;
  const { state, asked } = thread;
  if (task === null) return askedFirst(scene, thread);
  if (!isTerminal(task.status)) {
    if (state === 'closed') cancel(scene, task, 'the issue was closed');
    else if (asked === null && thread.hasAsked) cancel(scene, task, 'the label was removed');
  } else if (state === 'open' && asked !== null && thread.asksAnew) askedAgain(scene, asked);
}

function askedFirst({ decisions }: Scene, { state, asked }: IssueThread): void {
  if (state === 'closed' || asked === null) return;
  decisions.push(asked === 'trusted' ? { do: 'accept', revive: false } : { do: 'refuse' });
}

/** What was completed is done: more is said on its pull request. */
function askedAgain(scene: Scene, asked: 'trusted' | 'untrusted'): void {
  const { task, decisions } = scene;
  if (task === null || task.status === 'completed') return;
  if (asked === 'untrusted') {
    decisions.push({ do: 'refuse' });
    return;
  }
  decisions.push(
    task.status === 'cancelled' || !isVouched(task)
      ? { do: 'accept', revive: true }
      : { do: 'retry', taskId: task.id },
  );
  scene.status = 'queued';
}
