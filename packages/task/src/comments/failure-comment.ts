import type { Task } from '../task.ts';
import { codeBlock, escapeMarkdown } from './escape-markdown.ts';

/** The comment that tells people a task failed, with its last lines. */
export function failureComment({ failure }: Task, lastLines: readonly string[]): string {
  const reason = failure === null ? 'no reason was recorded' : failure.message;
  const kind = failure === null ? '' : ` (\`${failure.kind}\`)`;
  const log =
    lastLines.length === 0
      ? []
      : ['', '<details><summary>Last lines</summary>', '', codeBlock(lastLines), '', '</details>'];
  return [`**The agent could not finish this**${kind}: ${escapeMarkdown(reason)}`, ...log].join('\n');
}
