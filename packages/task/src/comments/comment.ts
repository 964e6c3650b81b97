import { oneLine, printable } from '../plain-text.ts';
import type { Task } from '../task.ts';
import { branchOf } from '../task-id.ts';
import { stripHidden } from '../untrusted.ts';

export type StatusContext = {
  /** The task's place in the queue, 1 for the next one; null when it does not wait there. */
  position: number | null;
  /** The page that shows the task, where people can open one. */
  boardUrl?: string | null;
};

/** The one status comment of an issue, in Markdown: it is edited in place as the task goes on. */
export function statusComment(task: Task, { position }: StatusContext): string {
  const lines = [statusLine(task, position), '', `Task \`${task.id}\` · ${task.priority} priority`];
  if (task.status === 'running' || task.status === 'waiting_human') lines.push(`Branch \`${task.branch}\``);
  const spent = spentLine(task);
  if (spent !== null) lines.push(spent);
  return lines.join('\n');
}

/** The comment that tells people a task failed, with its last lines. */
export function failureComment(task: Task, lastLines: readonly string[]): string {
  const reason = task.failure === null ? 'no reason was recorded' : task.failure.message;
  const kind = task.failure === null ? '' : ` (\`${task.failure.kind}\`)`;
  const log =
    lastLines.length === 0
      ? []
      : ['', '<details><summary>Last lines</summary>', '', codeBlock(lastLines), '', '</details>'];
  return [`**The agent could not finish this**${kind}: ${escapeMarkdown(reason)}`, ...log].join('\n');
}

/** The comment that tells people the pull request is there. */
export function resultComment(task: Task, summary: string): string {
  return `**Pull request ready:** ${task.prUrl ?? `branch \`${branchOf(task.id)}\``}\n\n${escapeMarkdown(summary)}`;
}

/** The body of the pull request: the agent's words, the issue it closes, and who made it. */
export function pullRequestBody(task: Task, agentBody: string): string {
  const footer = `<sub>Made by an agent for task \`${task.id}\`. Review it as you would a stranger's.</sub>`;
  return `${defuse(printable(stripHidden(agentBody)).trim())}\n\nCloses #${task.source.number}\n\n---\n${footer}`;
}

/** GitHub takes 256 characters; what is defused grows by at most half. */
const TITLE_LENGTH = 160;

/** The pull request's title: the agent's words in one line, as harmless as the body's. */
export function pullRequestTitle(text: string): string {
  return defuse(oneLine(stripHidden(text), TITLE_LENGTH)) || 'Changes by an agent';
}

/**
 * Text an agent wrote, without mentions that would notify people and without references that could close other issues,
 * in whatever spelling: a word joiner, which nobody sees, parts the sign from what it refers to.
 */
function defuse(text: string): string {
  return text
    .replace(/@(?=[A-Za-z0-9])/g, '@\u2060')
    .replace(/#(?=\d)/g, '#\u2060')
    .replace(/\bGH-(?=\d)/gi, 'GH-\u2060')
    .replace(/\/(issues|pull)\/(?=\d)/gi, '/$1/\u2060')
    .replace(/&(?=#?\w+;)/g, '&\u2060');
}

function escapeMarkdown(text: string): string {
  return defuse(oneLine(stripHidden(text), SENTENCE_LENGTH).replace(/[\\`*_[\]<>]/g, '\\$&'));
}

const SENTENCE_LENGTH = 2_000;

function codeBlock(lines: readonly string[]): string {
  const longest = Math.max(
    2,
    ...lines.flatMap((line) => (line.match(/`+/g) ?? []).map((ticks) => ticks.length)),
  );
  const ticks = '`'.repeat(longest + 1);
  return [`${ticks}text`, ...lines.map(printable), ticks].join('\n');
}

function statusLine(task: Task, position: number | null): string {
  switch (task.status) {
    case 'queued':
      return position === null ? '**Queued**' : `**Queued, position ${position}**`;
    case 'dispatched':
      return '**Starting** an agent';
    case 'running':
      return '**Working on it**';
    case 'waiting_human':
      return '**Waiting for an answer**';
    case 'completed':
      return `**Done**: ${task.prUrl ?? 'see the branch'}`;
    case 'failed':
      return '**Failed**: see the comment below';
    case 'cancelled':
      return '**Cancelled**';
  }
}

function spentLine({ startedAt, finishedAt, usage }: Task): string | null {
  if (startedAt === null || finishedAt === null) return null;
  const seconds = Math.round((Date.parse(finishedAt) - Date.parse(startedAt)) / 1000);
  const tokens = usage.inputTokens + usage.outputTokens;
  return `Took ${duration(seconds)} · ${tokens.toLocaleString('en-US')} tokens · $${usage.costUsd.toFixed(2)}`;
}

function duration(seconds: number): string {
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}
