import type { Task } from '../task.ts';

/** What the same session is asked once its work is pushed; the answer has the shape of `PullRequestText`. */
export function renderPullRequestRequest({ branch, source }: Task): string {
  return [
    `Your commits on \`${branch}\` will now become a pull request that closes ${source.repo}#${source.number}.`,
    'Give its title (imperative, at most 70 characters), its body (Markdown: what changed and why, and how you tested it)',
    'and a one-line summary for the people who watch the issue. Do not change any more files.',
  ].join('\n');
}
