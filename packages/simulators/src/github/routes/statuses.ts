import { z } from 'zod';
import { created, listed, ok } from '../http/answer.ts';
import { parseBody } from '../http/parse-body.ts';
import { type Route, reading, writing } from '../http/route.ts';
import { STATUS_STATES } from '../state/check-entities.ts';
import { combinedState, createStatus, latestStatuses } from '../state/checks.ts';
import { viewStatus } from '../views/check.ts';
import { repositoryUrl, viewRepository } from '../views/repository.ts';
import { commitOf } from './git-data.ts';

const statusSchema = z.object({
  state: z.enum(STATUS_STATES),
  context: z.string().min(1).default('default'),
  description: z.string().max(140).nullish(),
  target_url: z.string().nullish(),
});

export const statusRoutes: readonly Route[] = [
  writing('POST /repos/{owner}/{repo}/statuses/{sha}', 'write', async (call) => {
    const { world, repository, actor } = call;
    const wanted = parseBody(statusSchema, call.body, 'Status');
    const sha = await commitOf(call, call.params['sha'] ?? '');
    const status = createStatus(world, repository, {
      sha,
      state: wanted.state,
      context: wanted.context,
      description: wanted.description ?? null,
      targetUrl: wanted.target_url ?? null,
      creator: actor.user,
    });
    return created(viewStatus(world, repository, status));
  }),
  reading('GET /repos/{owner}/{repo}/commits/{ref}/status', async (call) => {
    const { world, repository } = call;
    const sha = await commitOf(call, call.params['ref'] ?? '');
    const statuses = latestStatuses(repository, sha);
    const url = `${repositoryUrl(world, repository)}/commits/${sha}`;
    return ok({
      state: combinedState(statuses),
      statuses: statuses.map((status) => viewStatus(world, repository, status)),
      sha,
      total_count: statuses.length,
      repository: viewRepository(world, repository),
      commit_url: url,
      url: `${url}/status`,
    });
  }),
  reading('GET /repos/{owner}/{repo}/commits/{ref}/statuses', async (call) => {
    const sha = await commitOf(call, call.params['ref'] ?? '');
    return listed(call, {
      items: call.repository.statuses.filter((status) => status.sha === sha).reverse(),
      render: (status) => viewStatus(call.world, call.repository, status),
    });
  }),
];
