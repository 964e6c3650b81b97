import type { IssueEvent, IssueState, Trust } from '@opencode-commander/github';
import type { Task } from '@opencode-commander/task';

export type TextHistory = {
  repo: string;
  title: string;
  body: string;
  events: readonly IssueEvent[];
  /** Who edited the body last; null where GitHub could not tell, or was not asked. */
  state: Pick<IssueState, 'editor' | 'lastEditedAt'> | null;
  /** When somebody trusted vouched for the text by the label. */
  vouchedAt: string | null;
  /** What the text was when it was accepted; null before that. */
  accepted: Pick<Task, 'title' | 'body'> | null;
};

/**
 * Whether nobody untrusted wrote what the text says beyond what somebody trusted has vouched for: as it was accepted, else
 * as it was when the label was put on.
 */
export async function isTextTrusted(history: TextHistory, trust: Trust): Promise<boolean> {
  const { repo, title, body, events, state, vouchedAt, accepted } = history;
  // Instants are whole seconds: what happened in the same one may have come after.
  const isLater = (at: string) => vouchedAt === null || Date.parse(at) >= Date.parse(vouchedAt);
  const renaming = events.findLast(({ event }) => event === 'renamed');
  const newTitle = accepted === null ? renaming && isLater(renaming.createdAt) : title !== accepted.title;
  if (newTitle && !(await trust(repo, renaming?.actor ?? null))) return false;
  const newBody = accepted === null ? mayBeLater(state, isLater) : body !== accepted.body;
  return !newBody || (await trust(repo, state?.editor ?? null));
}

/** What is not known of an edit is no reason to trust it. */
function mayBeLater(state: TextHistory['state'], isLater: (at: string) => boolean): boolean {
  return state === null || (state.lastEditedAt !== null && isLater(state.lastEditedAt));
}
