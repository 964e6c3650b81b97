import type { TaskView } from '@opencode-commander/control';
import { EXIT_CODES, type ExitCode } from '@opencode-commander/task';
import type { Cli } from '../cli.ts';
import { plain } from '../show/plain.ts';
import { TaskNotDone } from '../task-not-done.ts';

/** Prints the pull request of an ended task, or its record as JSON, as the last line. Throws TaskNotDone unless it is completed. */
export function reportEnd({ print }: Pick<Cli, 'print'>, task: TaskView, json: boolean): void {
  if (json) print(JSON.stringify({ task }));
  const name = `${task.repo}#${task.number}`;
  if (task.status === 'cancelled')
    throw new TaskNotDone(`the task ${task.id} of ${name} was cancelled`, EXIT_CODES.agent);
  if (task.status === 'failed') throw notDone(name, task.failure);
  if (!json) print(plain(task.pr_url ?? task.github_issue_url));
}

function notDone(name: string, failure: TaskView['failure']): TaskNotDone {
  if (failure === null) return new TaskNotDone(`${name} failed`, EXIT_CODES.agent);
  return new TaskNotDone(`${name} failed (${failure.kind}): ${plain(failure.message)}`, exitCodeOf(failure));
}

function exitCodeOf({ kind }: NonNullable<TaskView['failure']>): ExitCode {
  if (kind === 'container') return EXIT_CODES.container;
  if (kind === 'github') return EXIT_CODES.github;
  return EXIT_CODES.agent;
}
