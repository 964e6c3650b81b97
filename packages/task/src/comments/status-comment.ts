import type { Task } from '../task.ts';
import { devShellLine } from './dev-shell-line.ts';
import { escapeMarkdown } from './escape-markdown.ts';
import { spentLine } from './spent-line.ts';
import { statusLine } from './status-line.ts';

export type StatusContext = {
  /** The task's place in the queue, 1 for the next one; null when it does not wait there. */
  position: number | null;
};

/** The one status comment of an issue or pull request, in Markdown: it is edited in place as the task goes on. */
export function statusComment(task: Task, { position }: StatusContext): string {
  const isAtWork = task.status === 'running' || task.status === 'waiting_human';
  const lines = [statusLine(task, position), '', aboutLine(task)];
  if (isAtWork) lines.push(`Branch \`${task.branch}\``, ...link(task));
  if (isAtWork && task.devShell !== null) lines.push(devShellLine(task.devShell));
  if (isAtWork) lines.push(...checklistLines(task), ...noteLines(task));
  const spent = spentLine(task);
  if (spent !== null) lines.push(spent);
  return lines.join('\n');
}

function aboutLine({ id, priority, round, model }: Task): string {
  const parts = [`Task \`${id}\``, `${priority} priority`];
  if (round > 0) parts.push(`round ${round}`);
  if (model !== null) parts.push(`model ${escapeMarkdown(model, 100)}`);
  return parts.join(' · ');
}

function link({ prUrl, source }: Task): string[] {
  return prUrl === null || prUrl === source.url ? [] : [`[pull request](${prUrl})`];
}

function noteLines({ progress }: Task): string[] {
  const note = progress?.note ?? null;
  return note === null ? [] : [`> ${escapeMarkdown(note, 300)}`, ''];
}

/** More steps than these are counted, not listed. */
const MOST_STEPS = 10;

function checklistLines({ checklist }: Task): string[] {
  if (checklist.length === 0) return [];
  const shown = checklist.slice(0, MOST_STEPS);
  const more = checklist.length - shown.length;
  return [
    '',
    ...shown.map(({ text, done }) => `- [${done ? 'x' : ' '}] ${escapeMarkdown(text, 120)}`),
    ...(more > 0 ? [`- … and ${more} more`] : []),
    '',
  ];
}
