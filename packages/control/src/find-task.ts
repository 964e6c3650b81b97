import { EXIT_CODES, OperatorError, type Task, taskIdSchema } from '@opencode-commander/task';
import { z } from 'zod';
import type { Control } from './control.ts';
import { defineOperation } from './operation.ts';
import { readIssueReference } from './read-issue-reference.ts';
import { taskView, taskViewSchema } from './task-view.ts';

const findTaskInputSchema = z.object({
  task: z
    .string()
    .min(1)
    .max(1_000)
    .describe('An id such as 12-a1b2c3, or an issue: owner/repo#12, host/owner/repo#12 or its URL'),
});

const findTaskOutputSchema = z.object({ task: taskViewSchema });

export const findTaskOperation = defineOperation({
  title: 'The task of an issue',
  description: 'Finds a task by its id or its issue; of several that an issue has the latest.',
  effect: 'reads',
  repeatable: true,
  asksGitHub: false,
  input: findTaskInputSchema,
  output: findTaskOutputSchema,
  run: findTask,
});

/** Nobody has made a task of it, or it was kept long enough. */
export class NoTaskError extends OperatorError {
  readonly exitCode = EXIT_CODES.configuration;

  constructor(which: string) {
    super(`There is no task ${which}: commander tasks lists all of them`);
  }
}

/** The task that somebody named. Throws DispatchError for what names none, NoTaskError, RedisError. */
async function findTask(
  control: Pick<Control, 'store'> & { host: string },
  input: z.input<typeof findTaskInputSchema>,
): Promise<z.infer<typeof findTaskOutputSchema>> {
  const { task: text } = findTaskInputSchema.parse(input);
  return { task: taskView(await named(control, text.trim())) };
}

async function named(
  { store, host }: Pick<Control, 'store'> & { host: string },
  text: string,
): Promise<Task> {
  if (taskIdSchema.safeParse(text).success) {
    const task = await store.get(text);
    if (task === null) throw new NoTaskError(text);
    return task;
  }
  const { owner, number, ...reference } = readIssueReference(text, host, { orTask: true });
  const repo = `${owner}/${reference.repo}`;
  const [latest] = await store.ofIssue({ host: reference.host, repo, number });
  if (latest === undefined) throw new NoTaskError(`of ${repo}#${number}`);
  return latest;
}
