import type { Octokit } from '@octokit/rest';
import type { FailedCheck } from './failed-check.ts';
import { splitFullName } from './full-name.ts';
import { hasStatus } from './has-status.ts';

/**
 * Starts a check once more; `refused` where it cannot be or only the App that made it may. A check run of GitHub Actions
 * has the id of its job.
 * https://docs.github.com/en/rest/actions/workflow-runs#re-run-a-job-from-a-workflow-run
 * https://docs.github.com/en/rest/checks/runs#rerequest-a-check-run
 */
export async function rerunCheck(
  octokit: Octokit,
  fullName: string,
  { id, actionsJob }: Pick<FailedCheck, 'id' | 'actionsJob'>,
): Promise<'started' | 'refused'> {
  const repository = splitFullName(fullName);
  try {
    if (actionsJob) await octokit.rest.actions.reRunJobForWorkflowRun({ ...repository, job_id: id });
    else await octokit.rest.checks.rerequestRun({ ...repository, check_run_id: id });
    return 'started';
  } catch (error) {
    if (hasStatus(error, 403, 404, 422)) return 'refused';
    throw error;
  }
}
