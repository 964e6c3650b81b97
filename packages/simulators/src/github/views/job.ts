import type { CheckRun } from '../state/check-entities.ts';
import type { Repository } from '../state/entities.ts';
import type { World } from '../state/world.ts';
import { repositoryPage, repositoryUrl } from './repository.ts';
import { nodeId } from './user.ts';

/** OpenAPI `job`. */
export function viewJob(world: World, repository: Repository, run: CheckRun) {
  const url = repositoryUrl(world, repository);
  const { id, headSha, status, conclusion, startedAt, completedAt, name } = run;
  return {
    id,
    run_id: id,
    run_attempt: run.attempt,
    run_url: `${url}/actions/runs/${id}`,
    node_id: nodeId('CheckRun', id),
    head_sha: headSha,
    head_branch: null,
    url: `${url}/actions/jobs/${id}`,
    html_url: `${repositoryPage(world, repository)}/actions/runs/${id}/job/${id}`,
    status,
    conclusion,
    created_at: startedAt,
    started_at: startedAt,
    completed_at: completedAt,
    name,
    steps: [],
    check_run_url: `${url}/check-runs/${id}`,
    labels: ['ubuntu-latest'],
    runner_id: 1,
    runner_name: 'GitHub Actions 1',
    runner_group_id: 1,
    runner_group_name: 'GitHub Actions',
    workflow_name: 'CI',
  };
}
