import type { Run } from '../run.ts';
import { TaskFailure } from '../task-failure.ts';

/** The branch that a follow-up's pull request goes to, null for an issue's own task. Throws when it is not open any more. */
export async function requireOpenPull({ context, task }: Run, fullName: string): Promise<string | null> {
  if (task.followUp === null || task.pull === null) return null;
  const { number } = task.pull;
  const { state, baseRef } = await context.github.getPull(fullName, number);
  if (state === 'open') return baseRef;
  throw new TaskFailure('github', `pull request #${number} was ${state}: there is nothing left to work on`);
}
