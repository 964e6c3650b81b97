import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { atLeast, roleOf, type Viewer, visibleRepository } from '../state/access.ts';
import { fullName, type Issue, type Repository, type Role, type User } from '../state/entities.ts';
import { findIssue } from '../state/issues.ts';
import { forbidden, Moved, notFound } from '../state/problem.ts';
import { findFormer } from '../state/repositories.ts';
import type { World } from '../state/world.ts';
import { actingUser, viewerFor } from './acting-user.ts';

const paramsSchema = z.object({
  owner: z.string(),
  repo: z.string(),
  number: z.coerce.number().optional().catch(0),
});

export type Found = { user: User | null; viewer: Viewer; repository: Repository; role: Role | null };

/** The repository of a page's address, as its viewer may see it. @throws Problem 404 */
export function foundRepository(world: World, request: FastifyRequest): Found {
  const { owner, repo } = paramsSchema.parse(request.params);
  const user = actingUser(world, request);
  const viewer = viewerFor(user);
  const repository = visibleRepository(world, viewer, `${owner}/${repo}`);
  const former = findFormer(world, `${owner}/${repo}`);
  if (former && roleOf(former, viewer) !== null)
    throw new Moved(request.url.replace(`/${owner}/${repo}`, `/${fullName(former)}`));
  if (!repository) throw notFound();
  return { user, viewer, repository, role: roleOf(repository, viewer) };
}

export function foundIssue(world: World, request: FastifyRequest): Found & { issue: Issue } {
  const found = foundRepository(world, request);
  const { number = 0 } = paramsSchema.parse(request.params);
  const issue = findIssue(found.repository, number);
  if (!issue) throw movedIssue(found.repository, number) ?? notFound();
  return { ...found, issue };
}

function movedIssue(repository: Repository, number: number): Moved | null {
  const place = repository.gone.get(number);
  return place ? new Moved(`/${fullName(place.repository)}/issues/${place.issue.number}`) : null;
}

/** @throws Problem 403 for those who may not. */
export function demand(found: Found, role: Role): User {
  if (!found.user || !atLeast(found.role, role) || found.repository.archived)
    throw forbidden(`${found.user?.login ?? 'Nobody'} may not do that here.`);
  return found.user;
}
