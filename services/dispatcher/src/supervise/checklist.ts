import type { ChecklistItem } from '@opencode-commander/agent';
import type { Run } from '../run.ts';

/** The agent's list of steps on its way to the status comment. */
export type Checklist = {
  take(items: readonly ChecklistItem[]): void;
  /** Writes what is new, unless that was done a moment ago. */
  show(): Promise<void>;
};

const SHOW_EVERY_MS = 5_000;
// The agent writes it: this is what may get into a record and a comment.
const MOST_ITEMS = 50;
const LONGEST = 200;

export function createChecklist(run: Run, now: () => number = () => performance.now()): Checklist {
  let news: ChecklistItem[] | null = null;
  let shownAt = Number.NEGATIVE_INFINITY;
  return {
    take: (items) => {
      news = items.slice(0, MOST_ITEMS).map(({ text, done }) => ({ text: text.slice(0, LONGEST), done }));
    },
    show: async () => {
      if (news === null || now() - shownAt < SHOW_EVERY_MS) return;
      const checklist = news;
      news = null;
      shownAt = now();
      await run.patch({ checklist });
      await run.announce();
    },
  };
}
