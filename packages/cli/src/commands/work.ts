import type { Priority } from '@opencode-commander/task';
import type { Command } from 'commander';
import type { WorkToDispatch } from '../dispatch-work.ts';
import { priorityOption } from './options.ts';

/** The same in every command that gives work to an agent. */
export type WorkOptions = {
  repo?: string;
  title?: string;
  body?: string;
  requestId?: string;
  priority?: Priority;
  json?: boolean;
};

/** The arguments and options of a command that takes an issue, or a text that has none yet. */
export function takesWork(command: Command): Command {
  return command
    .argument(
      '[work]',
      'an issue: owner/repo#12, host/owner/repo#12 or its URL; with --repo what is to be done, in a line',
    )
    .option('--repo <owner/name>', 'work without an issue: one is opened in this repository')
    .option('--title <line>', 'with --repo: what is to be done, instead of the argument')
    .option('--body <text>', 'with --repo: the rest of the text, in Markdown; - reads standard input')
    .option('--request-id <name>', 'with --repo: asking again with the same name opens no second issue')
    .addOption(priorityOption());
}

/** What was typed, as it is dispatched. */
export function workOf(work: string | undefined, options: WorkOptions): Omit<WorkToDispatch, 'again'> {
  const { repo, title, body, requestId, priority } = options;
  return { work, repo, title, body, requestId, priority };
}
