import { enqueueTask, enqueueWrite, positionOf } from '@opencode-commander/queue';
import {
  type AcceptedIssue,
  afresh,
  issueText,
  newTask,
  prioritySchema,
  type Task,
} from '@opencode-commander/task';
import { z } from 'zod';
import type { ActingControl } from './control.ts';
import { DispatchError } from './dispatch-error.ts';
import { noteWho } from './note-who.ts';
import { defineOperation } from './operation.ts';
import { readIssueReference } from './read-issue-reference.ts';
import { taskView, taskViewSchema } from './task-view.ts';

export const dispatchInputSchema = z.object({
  github_issue_url: z.string().min(1).describe('The issue: its URL, owner/repo#12, or host/owner/repo#12'),
  priority: prioritySchema.optional().describe('How urgent it is; by the labels of the issue unless given'),
  again: z.boolean().default(false).describe('Try a task again that failed or was cancelled'),
});

export const dispatchOutputSchema = z.object({
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
  title: 'Give an issue to an agent',
  description:
    'Queues an open GitHub issue for an agent, which works on it in a container of its own and opens a pull request. Asking again for the same issue changes nothing; `again` retries one that failed.',
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
export type DispatchControl = ActingControl & {
  /** Reads an issue of `repo` (`owner/name`); its errors are passed on. */
  readIssue: (issue: { repo: string; number: number }) => Promise<IssueToDispatch>;
  /** Host name of the configured GitHub server. */
  host: string;
};

/**
 * Makes an issue a task and enqueues it. Asking twice changes nothing, except that with `again` a task that failed or was
 * cancelled is queued again with the issue's present text. Throws DispatchError, RedisError, and what `readIssue` throws.
 */
export async function dispatch(
  control: DispatchControl,
  input: z.input<typeof dispatchInputSchema>,
): Promise<Dispatched> {
  const { github_issue_url, priority, again } = dispatchInputSchema.parse(input);
  const issue = await readOpenIssue(control, github_issue_url);
  const wanted = newTask({ issue, host: control.host, now: control.now(), ...(priority && { priority }) });
  const created = (await control.store.create(wanted)) === 'created';
  const existing = created ? wanted : ((await control.store.get(wanted.id)) ?? wanted);
  const task = again ? await queueAgain(control, existing, wanted) : existing;
  if (task.status === 'queued') await enqueueTask(control.queues, task);
  const queued_again = task !== existing;
  if (created || queued_again) await enqueueWrite(control.queues, { kind: 'status', taskId: task.id });
  return { created, queued_again, position: await positionOf(control.queues, task.id), task: taskView(task) };
}

async function readOpenIssue({ readIssue, host }: DispatchControl, text: string): Promise<IssueToDispatch> {
  const { owner, repo, number } = readIssueReference(text, host);
  const issue = await readIssue({ repo: `${owner}/${repo}`, number });
  const name = `${issue.repo}#${number}`;
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
