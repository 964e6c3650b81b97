import type { Marker } from '@opencode-commander/task';

/** A remark on a line of a pull request, or an answer in its thread. */
export type ReviewComment = {
  id: number;
  /** The review it is part of. */
  reviewId: number | null;
  /** The remark that opened the thread; null for that one itself. */
  inReplyTo: number | null;
  /** Login; null when the account is gone. */
  author: string | null;
  path: string;
  /** Line of the file as it is now; null where the remark is outdated or on the whole file. */
  line: number | null;
  /** The part of the diff it stands under. */
  diffHunk: string;
  body: string;
  createdAt: string;
  updatedAt: string;
  /** Somebody put an eye or a thumb on it, as we do on what was obeyed. */
  noticed: boolean;
  /** The marker we signed it with; null for everybody else's. */
  marker: Marker | null;
};
