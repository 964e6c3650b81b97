import type { Annotation, CheckRun, CommitStatus } from '../state/check-entities.ts';
import type { Repository } from '../state/entities.ts';
import { isActionsJob } from '../state/reruns.ts';
import type { World } from '../state/world.ts';
import { viewIntegration } from './app.ts';
import { repositoryPage, repositoryUrl } from './repository.ts';
import { nodeId, viewUser } from './user.ts';

/** OpenAPI `check-run`. */
export function viewCheckRun(world: World, repository: Repository, run: CheckRun) {
  const url = `${repositoryUrl(world, repository)}/check-runs/${run.id}`;
  const pages = repositoryPage(world, repository);
  const page = isActionsJob(run)
    ? `${pages}/actions/runs/${run.id}/job/${run.id}`
    : `${pages}/runs/${run.id}`;
  return {
    id: run.id,
    node_id: nodeId('CheckRun', run.id),
    name: run.name,
    head_sha: run.headSha,
    external_id: run.externalId ?? '',
    url,
    html_url: page,
    details_url: run.detailsUrl ?? page,
    status: run.status,
    conclusion: run.conclusion,
    started_at: run.startedAt,
    completed_at: run.completedAt,
    output: {
      ...run.output,
      annotations_count: run.annotations.length,
      annotations_url: `${url}/annotations`,
    },
    check_suite: { id: run.id },
    app: run.app && viewIntegration(world, run.app),
    pull_requests: [],
  };
}

/** OpenAPI `check-annotation`. */
export function viewAnnotation(
  world: World,
  repository: Repository,
  { run, annotation }: { run: CheckRun; annotation: Annotation },
) {
  return {
    path: annotation.path,
    blob_href: `${repositoryPage(world, repository)}/blob/${run.headSha}/${encodeURI(annotation.path)}`,
    start_line: annotation.startLine,
    end_line: annotation.endLine,
    start_column: annotation.startColumn,
    end_column: annotation.endColumn,
    annotation_level: annotation.level,
    title: annotation.title,
    message: annotation.message,
    raw_details: annotation.rawDetails,
  };
}

/** OpenAPI `status` and, in a combined status, `simple-commit-status`. */
export function viewStatus(world: World, repository: Repository, status: CommitStatus) {
  const creator = viewUser(world, status.creator);
  return {
    url: `${repositoryUrl(world, repository)}/statuses/${status.sha}`,
    avatar_url: creator.avatar_url,
    id: status.id,
    node_id: nodeId('StatusContext', status.id),
    state: status.state,
    description: status.description,
    target_url: status.targetUrl,
    context: status.context,
    created_at: status.createdAt,
    updated_at: status.createdAt,
    creator,
  };
}
