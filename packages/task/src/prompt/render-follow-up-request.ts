import type { Task } from '../task.ts';

/** What the session of a follow-up is asked once its work is pushed; the answer has the shape of `FollowUpText`. */
export function renderFollowUpRequest({ branch, followUp }: Task): string {
  const ids = followUp?.kind === 'review' ? followUp.comments.map(({ id }) => id) : [];
  return [
    `Your commits on \`${branch}\` are now on the pull request. Give a one-line summary of what you did.`,
    ids.length === 0
      ? 'There are no review comments to answer: `replies` is empty.'
      : `Answer each of these review comments in \`replies\`, in a sentence or two: ${ids.slice(0, 100).join(', ')}. Say what you did, or why you left it.`,
    'Do not change any more files.',
  ].join('\n');
}
