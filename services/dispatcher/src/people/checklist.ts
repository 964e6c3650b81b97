import type { ChecklistItem } from '@opencode-commander/agent';
import type { ReportedProgress } from '@opencode-commander/broker';
import { oneLine, type Task } from '@opencode-commander/task';
import type { Run } from '../run.ts';

/** The agent's list of steps on its way to the status comment. */
export type Checklist = {
  /** Its todo list; nobody is shown that once it has reported what people are to see. */
  take(items: readonly ChecklistItem[]): void;
  /** What it reports of its own accord. */
  report(progress: ReportedProgress): void;
  /** Writes what is new, unless that was done a moment ago. */
  show(): Promise<void>;
  /** Writes what is new: nobody looks again. */
  flush(): Promise<void>;
};

const SHOW_EVERY_MS = 5_000;
// The agent writes it: this is what may get into a record and a comment.
const MOST_ITEMS = 50;
const LONGEST = 200;

export function createChecklist(run: Run, now: () => number = () => performance.now()): Checklist {
  let news: Pick<Task, 'checklist' | 'progress'> | null = null;
  let shownAt = Number.NEGATIVE_INFINITY;
  const flush = async () => {
    if (news === null) return;
    const patch = news;
    news = null;
    shownAt = now();
    await run.patch(patch);
    await run.announce();
  };
  return {
    take: (items) => {
      const { progress } = news ?? run.task;
      if (progress === null) news = { checklist: plain(items), progress };
    },
    report: ({ steps, note }) => {
      news = { checklist: plain(steps), progress: { note } };
    },
    show: async () => {
      if (now() - shownAt >= SHOW_EVERY_MS) await flush();
    },
    flush,
  };
}

function plain(items: readonly ChecklistItem[]): Task['checklist'] {
  return items.slice(0, MOST_ITEMS).map(({ text, done }) => ({ text: oneLine(text, LONGEST), done }));
}
