import type { Task } from '../task.ts';

/** The comment that tells people that issues wait for each other. As code, since a reference would show on issues that somebody only named. */
export function cycleComment({ waitsFor }: Pick<Task, 'waitsFor'>): string {
  const issues = waitsFor?.kind === 'dependencies' ? waitsFor.issues : [];
  const names = issues.map((name) => `\`${name}\``).join(', ');
  return `**This issue waits for itself.** It waits for ${names}, and that is where others wait for this one: none of them can begin. Take one of the dependencies away.`;
}
