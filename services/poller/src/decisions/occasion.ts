import type { IssueThread, PullThread, Task, TaskId } from '@opencode-commander/task';
import type { ThreadPlace } from '../memory/thread-memory.ts';

/** Where a decision was made, and on what. */
export type Occasion = {
  /** The thread it was made about. */
  place: ThreadPlace;
  /** The issue that the work is for. */
  issue: ThreadPlace;
  /** The issue's own task, whether it is there or not. */
  rootId: TaskId;
};

export type IssueOccasion = Occasion & { thread: IssueThread };

export type PullOccasion = Occasion & { thread: PullThread; root: Task; latest: Task };
