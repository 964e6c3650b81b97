import { changeTask, followThrough } from '@opencode-commander/control';
import {
  afresh,
  type Decision,
  lastQuestion,
  newTask,
  type Task,
  unvouchedText,
} from '@opencode-commander/task';
import type { Poller } from '../poller.ts';
import { findWait } from '../waiting/find-wait.ts';
import { announceQuestion } from './announce-question.ts';
import { aboutEdit } from './edited-text.ts';
import type { IssueOccasion } from './occasion.ts';

type Acceptance = Extract<Decision, { do: 'accept' }>;

/**
 * Turns an issue into a task, exactly once: the id follows from the issue, and only one creation succeeds. With `revive`
 * its ended task comes back with the issue's present text.
 */
export async function acceptIssue(
  poller: Poller,
  occasion: IssueOccasion,
  { revive, by }: Pick<Acceptance, 'revive' | 'by'>,
): Promise<void> {
  const { place, thread } = occasion;
  const { host } = poller.config.github;
  const { textTrusted } = thread;
  const blank = newTask({ host, issue: { ...thread, ...place }, now: poller.now() });
  // The issue may have had a task before, of which nothing is left but what it asked.
  const accepted = { ...blank, questions: lastQuestion(blank, thread.comments) };
  // Somebody untrusted changed it after the label was put on: nobody knows what it said when somebody vouched for it.
  const fresh = textTrusted ? accepted : { ...accepted, ...unvouchedText(place.number) };
  const waitsFor = await findWait(poller, { ...fresh, waitsFor: null });
  const asking = textTrusted ? null : aboutEdit(poller, fresh, thread);
  const wanted = { ...fresh, waitsFor, ...asking?.patch, status: asking?.status ?? fresh.status };
  const task = revive ? await bringBack(poller, wanted, by) : await create(poller, wanted);
  if (task === null) return;
  poller.log.info({ task: task.id, issue: thread.url }, 'taken');
  await announceQuestion(poller, task);
  await followThrough(poller, task);
}

async function create({ store }: Poller, task: Task): Promise<Task | null> {
  return (await store.create(task)) === 'created' ? task : null;
}

/** Null when it has been brought back already. */
async function bringBack(poller: Poller, wanted: Task, by: string | undefined): Promise<Task | null> {
  const { id, title, body, bodyHash, priority, waitsFor, question, questions, status } = wanted;
  const { changed, task } = await changeTask(poller, id, (before) => {
    if (before.status !== 'cancelled' && before.status !== 'failed') return null;
    const word = by === undefined ? {} : { retriedBy: by };
    const patch = { ...afresh(before), ...word, title, body, bodyHash, priority, waitsFor };
    return { status: 'queued', patch, message: 'its issue asks again' };
  });
  if (!changed || status === 'queued') return changed ? task : null;
  // An ended task can only be queued; it asks before anybody gives it a job.
  const asking = { question, questions: Math.max(questions, task.questions + 1) };
  const asked = await changeTask(poller, id, (now) =>
    now.status === 'queued' ? { status, patch: asking, message: 'its text was edited' } : null,
  );
  return asked.task;
}
