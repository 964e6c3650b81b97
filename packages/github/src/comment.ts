import type { Marker } from '@opencode-commander/task';

/** A comment of an issue or pull request. */
export type Comment = {
  id: number;
  /** Login; null when the account is gone. */
  author: string | null;
  /** Markdown. */
  body: string;
  createdAt: string;
  /** Later than `createdAt` when it was edited. */
  updatedAt: string;
  url: string;
  /** Somebody put an eye or a thumb on it, as we do on what was obeyed and on answers. */
  noticed: boolean;
  /** The marker we signed it with; null for everybody else's, whatever they quote. */
  marker: Marker | null;
};
