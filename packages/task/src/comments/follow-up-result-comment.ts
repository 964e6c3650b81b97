import type { FollowUp } from '../follow-up.ts';
import type { Task } from '../task.ts';
import { escapeMarkdown } from './escape-markdown.ts';

/** The comment on a pull request that tells what a follow-up did. */
export function followUpResultComment({ followUp, commits }: Task, summary: string): string {
  const done = followUp === null ? 'Done' : DONE[followUp.kind];
  const pushed = commits === 0 ? '' : ` (${commits} ${commits === 1 ? 'commit' : 'commits'} on the branch)`;
  return `**${done}**${pushed}\n\n${escapeMarkdown(summary)}`;
}

const DONE: Readonly<Record<FollowUp['kind'], string>> = {
  review: 'Worked on the review',
  checks: 'Worked on the failed checks',
  conflict: 'Resolved the conflict with the base branch',
  command: 'Done as asked',
};
