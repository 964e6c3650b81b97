import type { Task } from '../task.ts';
import { branchOf } from '../task-id.ts';
import { escapeMarkdown } from './escape-markdown.ts';

/** The comment that tells people the pull request is there. */
export function resultComment(task: Task, summary: string): string {
  return `**Pull request ready:** ${task.prUrl ?? `branch \`${branchOf(task.id)}\``}\n\n${escapeMarkdown(summary)}`;
}
