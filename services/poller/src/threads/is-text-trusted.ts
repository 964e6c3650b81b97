import type { IssueEvent, IssueState } from '@opencode-commander/github';
import type { Task } from '@opencode-commander/task';
import type { Trust } from './trust.ts';

export type TextHistory = {
  repo: string;
  title: string;
  body: string;
  events: readonly IssueEvent[];
  /** Who edited the body last; null where GitHub could not tell. */
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
  const isLater = (at: string) => vouchedAt === null || Date.parse(at) > Date.parse(vouchedAt);
  const renaming = events.findLast(({ event }) => event === 'renamed');
  const newTitle = accepted === null ? renaming && isLater(renaming.createdAt) : title !== accepted.title;
  if (newTitle && !(await trust(repo, renaming?.actor ?? null))) return false;
  const editedAt = state?.lastEditedAt ?? null;
  const newBody = accepted === null ? editedAt !== null && isLater(editedAt) : body !== accepted.body;
  return !newBody || (await trust(repo, state?.editor ?? null));
}
