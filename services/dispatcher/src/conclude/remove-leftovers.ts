import type { Run } from '../run.ts';
import { removeQuarantines } from '../watch/find-quarantines.ts';
import { reapSandboxes } from '../watch/reap-sandboxes.ts';

/** Removes what earlier runs left of a task that has ended: a run that did not take a container up does not let go of it either. */
export async function removeLeftovers(run: Run): Promise<void> {
  const { context, task } = run;
  await run.outlast(() => reapSandboxes(context, { taskId: task.id }));
  await run.outlast(() => removeQuarantines(context, { taskId: task.id }));
}
