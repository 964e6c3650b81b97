import { isVouched } from '../new-task.ts';
import { hasBegun, type Task } from '../task.ts';
import { editOperation } from '../write-operation.ts';
import { openTask, type Scene } from './scene.ts';
import type { IssueThread } from './thread.ts';

/** What an edit of the issue means for its task: who may start work may change it as long as it has not begun. */
export function decideEdit(scene: Scene, thread: IssueThread) {
  const task = openTask(scene);
  // What comes back in this look is looked at again in the next.
  if (task === null || task.status !== scene.status) return;
  const asks = task.question?.kind === 'edited' ? task.question : null;
  if (asks !== null && task.status === 'waiting_human') return whileAsking(scene, { task, asks, thread });
  if (sameText(thread, task)) return;
  if (task.status !== 'queued' || hasBegun(task)) return tell(scene, task, thread);
  if (thread.textTrusted) scene.decisions.push({ do: 'take_text', taskId: task.id });
  else if (!scene.written.has(editOperation(thread)) && !(asks !== null && sameText(thread, asks)))
    askAgain(scene, task);
}

function whileAsking(
  scene: Scene,
  { task, asks, thread }: { task: Task; asks: Text; thread: IssueThread },
): void {
  if (isItsText(thread, task) || thread.textTrusted) settle(scene, task, thread);
  else if (!sameText(thread, asks)) askAgain(scene, task);
}

type Text = { title: string; body: string };

function sameText(a: Text, b: Text): boolean {
  return a.title === b.title && a.body === b.body;
}

/** What nobody vouched for is no text, whatever it happens to say. */
function isItsText(thread: IssueThread, task: Task): boolean {
  return isVouched(task) && sameText(thread, task);
}

function askAgain(scene: Scene, { id }: Task): void {
  scene.decisions.push({ do: 'ask_about_edit', taskId: id });
  scene.status = 'waiting_human';
  scene.asked = null;
}

/** Somebody who may start work edited the issue too, or the edit was taken back: nobody needs to be asked any more. */
function settle(scene: Scene, task: Task, thread: IssueThread): void {
  const { question, id } = task;
  if (question === null) return;
  if (!isItsText(thread, task)) scene.decisions.push({ do: 'take_text', taskId: id });
  scene.decisions.push({
    do: 'answer',
    taskId: id,
    to: question.number,
    by: 'an edit of the issue',
    reply: { kind: 'deny' },
  });
  scene.status = 'queued';
  scene.asked = null;
}

function tell(scene: Scene, { id }: Task, thread: IssueThread): void {
  const operation = editOperation(thread);
  if (!scene.written.has(operation)) scene.decisions.push({ do: 'tell_about_edit', taskId: id, operation });
}
