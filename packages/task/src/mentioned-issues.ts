import type { Task } from './task.ts';
import { issueNumberOf } from './task-id.ts';
import { stripHidden } from './untrusted.ts';

/** More than these are nobody's list. */
const MOST = 100;
const NAME = '[A-Za-z0-9_.-]+';
// `#12`, `owner/name#12` or a page of GitHub's; what stands before a short one must not be a part of it.
const REFERENCE = new RegExp(
  `https?://([^/\\s]+)/(${NAME}/${NAME})/(?:issues|pull)/([1-9]\\d{0,9})\\b|(?<![\\w./-])(${NAME}/${NAME})?#([1-9]\\d{0,9})\\b`,
  'giu',
);

/** The issues and pull requests of its own repository that a task knows of: its own first, then those its texts mention. */
export function mentionedIssues(task: Task): number[] {
  const { host, repo, number } = task.source;
  const own = [issueNumberOf(task.id), number];
  const found = textsOf(task).flatMap((text) =>
    [...stripHidden(text).matchAll(REFERENCE)].flatMap(([, pageHost, pageRepo, page, shortRepo, short]) =>
      isSame(pageHost ?? host, host) && isSame(pageRepo ?? shortRepo ?? repo, repo)
        ? [Number(page ?? short)]
        : [],
    ),
  );
  return [...new Set([...own, ...found])].slice(0, MOST);
}

function textsOf({ title, body, followUp }: Task): string[] {
  if (followUp?.kind === 'command') return [title, body, followUp.text];
  if (followUp?.kind !== 'review') return [title, body];
  return [title, body, ...[...followUp.remarks, ...followUp.comments].map(({ body: said }) => said)];
}

function isSame(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
