import { changeTask, followThrough } from '@opencode-commander/control';
import { dropTask, enqueueWrite } from '@opencode-commander/queue';
import {
  type Decision,
  hasBegun,
  type IssueThread,
  issueText,
  isVouched,
  nextQuestion,
  type Task,
  type TaskId,
} from '@opencode-commander/task';
import type { ThreadPlace } from '../memory/thread-memory.ts';
import type { Poller } from '../poller.ts';
import { announceQuestion } from './announce-question.ts';

type Text = Pick<IssueThread, 'title' | 'body'>;

/** The task takes the issue's text of now, unless a run has it already; the runs of one that failed are over. */
export async function takeText(poller: Poller, id: TaskId, text: Text): Promise<void> {
  await changeTask(poller, id, (task) => {
    const isRunning = task.status === 'dispatched' || task.status === 'running';
    const isTaken = isRunning || (task.status !== 'failed' && hasBegun(task));
    return isTaken || (isVouched(task) && isAbout(task, text)) ? null : { patch: issueText(text) };
  });
}

/** A queued task waits until people say whether it may take the text. */
export async function askAboutEdit(poller: Poller, id: TaskId, text: Text): Promise<void> {
  const { changed, task } = await changeTask(poller, id, (before) => {
    const { status, question } = before;
    if (status === 'queued' && !hasBegun(before)) return aboutEdit(poller, before, text);
    const isOlder = status === 'waiting_human' && question?.kind === 'edited' && !isAbout(question, text);
    return isOlder ? { patch: aboutEdit(poller, before, text).patch } : null;
  });
  if (task.status !== 'waiting_human' || task.question?.kind !== 'edited') return;
  await dropTask(poller.queues, id);
  await announceQuestion(poller, task);
  if (changed) await followThrough(poller, task);
}

/** What makes a task wait for a word about its text. */
export function aboutEdit(
  { now, config }: Pick<Poller, 'now' | 'config'>,
  task: Pick<Task, 'questions'>,
  { title, body }: Text,
) {
  const next = nextQuestion({ task, now: now(), humanMs: config.timeouts.humanMs });
  const question = { ...next, kind: 'edited' as const, title, body };
  return {
    status: 'waiting_human' as const,
    patch: { question, questions: next.number },
    message: 'its text was edited by somebody who may not start work',
  };
}

/** The issue is told that the task goes on with the text it has. */
export async function tellAboutEdit(
  { queues }: Poller,
  { taskId, operation }: Extract<Decision, { do: 'tell_about_edit' }>,
  { repo, number }: ThreadPlace,
): Promise<void> {
  const at = { repo, number };
  await enqueueWrite(queues, { kind: 'comment', taskId, epoch: 0, operation, body: GOES_ON, at });
}

const GOES_ON =
  'The text of this issue has changed since it was accepted. The agent goes on with the text as it was then; `/commander stop` and then `/commander retry` has it begin again with the present one.';

function isAbout(question: Text, { title, body }: Text): boolean {
  return question.title === title && question.body === body;
}
