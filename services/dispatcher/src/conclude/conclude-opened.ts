import { NO_SANDBOX, PULL_REQUEST_LABEL } from '@opencode-commander/task';
import type { Run } from '../run.ts';
import { concludeSuccess } from './conclude-success.ts';
import { findOwnPull } from './find-own-pull.ts';
import { recordPull } from './record-pull.ts';
import { removeLeftovers } from './remove-leftovers.ts';

/**
 * Ends the run where an earlier one opened the task's pull request and was cut off before its record said so: an agent would
 * do the work again, or ask and get no answer. False where there is none. Throws GitHubError.
 */
export async function concludeOpened(run: Run): Promise<boolean> {
  const { context, task } = run;
  const pull = task.pull === null ? await findOwnPull(run) : null;
  if (pull === null) return false;
  const labels = { add: [PULL_REQUEST_LABEL.name], remove: [] };
  await context.github.changeLabels(task.source.repo, pull.number, labels);
  await run.become('running', `an earlier run opened ${pull.url}`, NO_SANDBOX);
  await recordPull(run, pull);
  await concludeSuccess(run, 'An earlier run opened it.');
  await removeLeftovers(run);
  return true;
}
