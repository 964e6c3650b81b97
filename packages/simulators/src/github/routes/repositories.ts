import { z } from 'zod';
import { branchSha } from '../git/refs.ts';
import { listed, noContent, ok } from '../http/answer.ts';
import { parseBody } from '../http/parse-body.ts';
import { define, numberOf, type Route, reading, writing } from '../http/route.ts';
import { atLeast, legacyPermission, roleOf, visibleRepositories } from '../state/access.ts';
import { deleteRepository, moveRepository } from '../state/moved-repositories.ts';
import { forbidden, invalid, notFound, Problem } from '../state/problem.ts';
import { updateRepository } from '../state/repositories.ts';
import { findUser } from '../state/users.ts';
import { permissions, viewRepository } from '../views/repository.ts';
import { viewUser } from '../views/user.ts';

const patchSchema = z.object({
  description: z.string().nullish(),
  private: z.boolean().optional(),
  archived: z.boolean().optional(),
  default_branch: z.string().optional(),
  name: z
    .string()
    .regex(/^[\w.-]{1,100}$/)
    .optional(),
});
const topicsSchema = z.object({ names: z.array(z.string()).max(20) });

export const repositoryRoutes: readonly Route[] = [
  reading('GET /repos/{owner}/{repo}', ({ world, repository, viewer }) =>
    ok(viewRepository(world, repository, viewer)),
  ),
  define('GET /repositories/{repository_id}', (call) => {
    const id = numberOf(call, 'repository_id');
    const found = visibleRepositories(call.world, call.viewer).find((repository) => repository.id === id);
    if (!found) throw notFound();
    return ok(viewRepository(call.world, found, call.viewer));
  }),
  writing('PATCH /repos/{owner}/{repo}', 'admin', async ({ world, repository, viewer, body, actor }) => {
    const { default_branch: branch, name, ...patch } = parseBody(patchSchema, body, 'Repository');
    if (branch !== undefined && (await branchSha(world.git, repository.path, branch)) === null)
      throw invalid({ resource: 'Repository', field: 'default_branch', code: 'invalid' });
    if (branch !== undefined)
      await world.git.git(['symbolic-ref', 'HEAD', `refs/heads/${branch}`], { path: repository.path });
    const changes = {
      ...(patch.private === undefined ? {} : { private: patch.private }),
      ...(patch.archived === undefined ? {} : { archived: patch.archived }),
      ...(patch.description === undefined ? {} : { description: patch.description }),
      ...(branch === undefined ? {} : { defaultBranch: branch }),
    };
    updateRepository(world, { repository, patch: changes, by: actor.user });
    if (name !== undefined && name !== repository.name)
      await moveRepository(world, repository, { name, by: actor.user });
    return ok(viewRepository(world, repository, viewer));
  }),
  writing('DELETE /repos/{owner}/{repo}', 'admin', async ({ world, repository, actor }) => {
    await deleteRepository(world, repository, actor.user);
    return noContent();
  }),
  reading('GET /repos/{owner}/{repo}/topics', ({ repository }) => ok({ names: repository.topics })),
  writing('PUT /repos/{owner}/{repo}/topics', 'admin', ({ world, repository, body, actor }) => {
    const { names } = parseBody(topicsSchema, body, 'Repository');
    const bad = names.find((name) => !/^[a-z0-9][a-z0-9-]{0,49}$/i.test(name));
    if (bad !== undefined)
      throw new Problem(422, 'Validation Failed', ['Topics must start with a lowercase letter or number.']);
    const topics = [...new Set(names.map((name) => name.toLowerCase()))];
    updateRepository(world, { repository, patch: { topics }, by: actor.user });
    return ok({ names: repository.topics });
  }),
];

export const collaboratorRoutes: readonly Route[] = [
  reading('GET /repos/{owner}/{repo}/collaborators', (call) => {
    const { world, repository } = call;
    if (!atLeast(call.role, 'write'))
      throw forbidden('Must have push access to view repository collaborators.');
    const users = [...new Set([repository.owner, ...repository.collaborators.keys()])];
    const items = users.filter((user) => user.type !== 'Organization');
    return listed(call, {
      items,
      render: (user) => {
        const role = roleOf(repository, { kind: 'user', user });
        return { ...viewUser(world, user), permissions: permissions(role), role_name: role };
      },
    });
  }),
  reading('GET /repos/{owner}/{repo}/collaborators/{username}/permission', (call) => {
    const { world, repository } = call;
    if (!atLeast(call.role, 'write'))
      throw forbidden('Must have push access to view collaborator permission.');
    const user = findUser(world, call.params['username'] ?? '');
    if (!user) throw notFound();
    const role = roleOf(repository, { kind: 'user', user });
    return ok({
      permission: legacyPermission(role),
      role_name: role ?? 'none',
      user: { ...viewUser(world, user), permissions: permissions(role), role_name: role ?? 'none' },
    });
  }),
];
