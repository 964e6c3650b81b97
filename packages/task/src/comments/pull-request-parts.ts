import { closeCode } from '../commands/spoken-lines.ts';
import { oneLine, printable } from '../plain-text.ts';
import { cut } from '../prompt/cut.ts';
import type { Task } from '../task.ts';
import { stripHidden } from '../untrusted.ts';
import { defuse } from './escape-markdown.ts';

/** The body of the pull request: the agent's words, the issue it closes, and who made it. */
export function pullRequestBody(task: Task, agentBody: string): string {
  const footer = `<sub>Made by an agent for task \`${task.id}\`. Review it as you would a stranger's.</sub>`;
  const words = closeCode(cut(defuse(printable(stripHidden(agentBody)).trim()), BODY_LENGTH));
  return `${words}\n\nCloses #${task.source.number}\n\n---\n${footer}`;
}

/** GitHub takes 65,536 characters; what comes after the agent's words closes the issue and must not be cut. */
const BODY_LENGTH = 60_000;

/** GitHub takes 256 characters; what is defused grows by at most half. */
const TITLE_LENGTH = 160;

/** The pull request's title: the agent's words in one line, as harmless as the body's. */
export function pullRequestTitle(text: string): string {
  return defuse(oneLine(stripHidden(text), TITLE_LENGTH)) || 'Changes by an agent';
}
