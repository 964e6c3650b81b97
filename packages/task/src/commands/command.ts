import type { Priority } from '../priority.ts';

/** What a comment's `/commander` line asks for. */
export type Command =
  /** `unknown` is what was not understood, null when help was asked for. */
  | { name: 'help'; unknown: string | null }
  | { name: 'status' }
  | { name: 'retry' }
  | { name: 'stop' }
  | { name: 'approve' }
  | { name: 'deny' }
  | { name: 'continue'; usd: number | null }
  | { name: 'priority'; priority: Priority }
  /** `provider/model`. */
  | { name: 'model'; model: string }
  /** Work on everything reviewers said; `text` is what the comment adds. */
  | { name: 'fix'; text: string }
  /** Free words on a pull request: more work on it. */
  | { name: 'do'; text: string };

/** Where a comment stands: some commands only make sense on one of the two. */
export type CommandPlace = 'issue' | 'pull_request';
