import { enqueueTask, enqueueWrite, positionOf } from '@opencode-commander/queue';
import { type AcceptedIssue, afresh, issueText, newTask, type Task } from '@opencode-commander/task';
import { z } from 'zod';
import type { ActingControl } from './control.ts';
import { DispatchError } from './dispatch-error.ts';
import { type DispatchWish, dispatchInputSchema } from './dispatch-input.ts';
import { issueForText, type OpeningControl } from './issue-for-text.ts';
import { noteWho } from './note-who.ts';
import { defineOperation } from './operation.ts';
import { readIssueReference } from './read-issue-reference.ts';
import { requireServed } from './require-served.ts';
import { taskView, taskViewSchema } from './task-view.ts';

export const dispatchOutputSchema = z.object({
  issue_opened: z.boolean().describe('True when commander has opened the issue for it just now'),
  created: z.boolean().describe('False when the issue had a task already'),
  queued_again: z.boolean().describe('True when its task had failed or was cancelled and is now tried again'),
  position: z
    .number()
    .int()
    .nullable()
    .describe('Place in the queue, 1 runs next; null when it does not wait'),
  task: taskViewSchema,
});
export type Dispatched = z.infer<typeof dispatchOutputSchema>;

export const dispatchOperation = defineOperation({
  title: 'Give work to an agent',
  description:
    'Queues an open GitHub issue for an agent, which works on it in a container of its own and opens a pull request. For work without an issue give repo and title (and body): commander opens an issue with that text, where questions, answers and status go, and queues that. Asking again for the same changes nothing; `again` retries a task that failed.',
  effect: 'changes',
  repeatable: true,
  asksGitHub: true,
  input: dispatchInputSchema,
  output: dispatchOutputSchema,
  run: async (control, input) => {
    const dispatched = await dispatch(control, input);
    const { created, queued_again, task } = dispatched;
    if (created || queued_again) await noteWho(control, task.id, 'queued');
    return dispatched;
  },
});

/** An issue as GitHub has it, with its repository. */
export type IssueToDispatch = AcceptedIssue & { state: 'open' | 'closed'; isPullRequest: boolean };

/** With what issues become tasks. */
export type DispatchControl = ActingControl &
  OpeningControl & {
    /** Reads an issue of `repo` (`owner/name`); its errors are passed on. */
    readIssue: (issue: { repo: string; number: number }) => Promise<IssueToDispatch>;
  };

/**
 * Makes an issue a task and enqueues it; work without an issue gets one first, and whoever asks vouches for its text. Asking
 * twice changes nothing, except that with `again` a task that failed or was cancelled is queued again with the issue's present
 * text. Throws DispatchError, RedisError, and what GitHub's side throws.
 */
export async function dispatch(
  control: DispatchControl,
  input: z.input<typeof dispatchInputSchema>,
): Promise<Dispatched> {
  const { priority, again, ...asked } = dispatchInputSchema.parse(input);
  const { issue, opened: issue_opened } = await findIssue(control, asked);
  const wanted = newTask({ issue, host: control.host, now: control.now(), ...(priority && { priority }) });
  const created = (await control.store.create(wanted)) === 'created';
  const existing = created ? wanted : ((await control.store.get(wanted.id)) ?? wanted);
  const task = again ? await queueAgain(control, existing, wanted) : existing;
  if (task.status === 'queued') await enqueueTask(control.queues, task);
  const queued_again = task !== existing;
  if (created || queued_again) await enqueueWrite(control.queues, { kind: 'status', taskId: task.id });
  const position = await positionOf(control.queues, task.id);
  return { issue_opened, created, queued_again, position, task: taskView(task) };
}

async function findIssue(
  control: DispatchControl,
  {
    github_issue_url,
    repo = '',
    title = '',
    body = '',
    request_id,
  }: Omit<DispatchWish, 'priority' | 'again'>,
): Promise<{ issue: IssueToDispatch; opened: boolean }> {
  if (github_issue_url !== undefined)
    return { issue: await readOpenIssue(control, github_issue_url), opened: false };
  const found = await issueForText(control, { repo, title, body, request_id });
  return { ...found, issue: requireOpen(found.issue) };
}

async function readOpenIssue(control: DispatchControl, text: string): Promise<IssueToDispatch> {
  const { owner, repo, number } = readIssueReference(text, control.host);
  const issue = requireOpen(await control.readIssue({ repo: `${owner}/${repo}`, number }));
  await requireServed(control, await control.readRepository(issue.repo));
  return issue;
}

function requireOpen(issue: IssueToDispatch): IssueToDispatch {
  const name = `${issue.repo}#${issue.number}`;
  if (issue.isPullRequest)
    throw new DispatchError('pull_request', `${name} is a pull request: name the issue it is for`);
  if (issue.state === 'closed')
    throw new DispatchError('closed', `${name} is closed: reopen it to have an agent work on it`);
  return issue;
}

/** The task queued once more, with the issue as it is now; tasks in any other state stay as they are. */
async function queueAgain(control: DispatchControl, task: Task, wanted: Task): Promise<Task> {
  if (task.status !== 'failed' && task.status !== 'cancelled') return task;
  const { priority } = wanted;
  return control.store.change({
    id: task.id,
    epoch: task.epoch,
    status: 'queued',
    patch: { ...afresh(task), ...issueText(wanted), priority },
    at: wanted.createdAt,
    message: 'to be tried again',
  });
}
