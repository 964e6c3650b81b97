import { z } from 'zod';
import { created, listed, ok } from '../http/answer.ts';
import { parseBody } from '../http/parse-body.ts';
import { type Call, define, numberOf, type Route } from '../http/route.ts';
import { installationReaches } from '../state/access.ts';
import { issueToken } from '../state/apps.ts';
import type { App, Installation, Repository } from '../state/entities.ts';
import { forbidden, notFound, Problem } from '../state/problem.ts';
import { findRepository } from '../state/repositories.ts';
import { installedRepositories, viewInstallation, viewIntegration } from '../views/app.ts';
import { viewRepository } from '../views/repository.ts';

const tokenSchema = z.object({
  repositories: z.array(z.string()).optional(),
  repository_ids: z.array(z.number().int()).optional(),
});

export const appRoutes: readonly Route[] = [
  define('GET /app', (call) => ok(viewIntegration(call.world, appOf(call)))),
  define('GET /app/installations', (call) => {
    const app = appOf(call);
    return listed(call, {
      items: call.world.installations.filter((installation) => installation.app === app),
      render: (installation) => viewInstallation(call.world, installation),
    });
  }),
  define('GET /repos/{owner}/{repo}/installation', (call) => {
    const app = appOf(call);
    const repository = findRepository(call.world, `${call.params['owner']}/${call.params['repo']}`);
    const installation = repository && installationOn(call, app, repository);
    if (!installation) throw notFound();
    return ok(viewInstallation(call.world, installation));
  }),
  define('POST /app/installations/{installation_id}/access_tokens', (call) => {
    const app = appOf(call);
    const id = numberOf(call, 'installation_id');
    const installation = call.world.installations.find(
      (candidate) => candidate.id === id && candidate.app === app,
    );
    if (!installation) throw notFound();
    const chosen = chosenRepositories(call, installation);
    const { token, expiresAt } = issueToken(call.world, installation, chosen?.map(({ id }) => id) ?? null);
    return created({
      token,
      expires_at: expiresAt,
      permissions: app.permissions,
      repository_selection: chosen || installation.repositories ? 'selected' : 'all',
      ...(chosen ? { repositories: chosen.map((repository) => viewRepository(call.world, repository)) } : {}),
    });
  }),
  define('GET /installation/repositories', (call) => {
    const { viewer, world } = call;
    if (viewer.kind !== 'installation')
      throw forbidden(
        'You must authenticate with an installation access token in order to list repositories for an installation.',
      );
    const all = installedRepositories(world, viewer.installation);
    return listed(call, {
      items: all.filter((repository) => installationReaches(viewer, repository)),
      render: (repository) => viewRepository(world, repository, viewer),
      wrap: (rendered, total) => ({ total_count: total, repositories: rendered }),
    });
  }),
];

function appOf({ viewer }: Call): App {
  if (viewer.kind !== 'app') throw new Problem(401, 'A JSON web token could not be decoded');
  return viewer.app;
}

function installationOn({ world }: Call, app: App, repository: Repository): Installation | undefined {
  return world.installations
    .filter((installation) => installation.app === app)
    .find((installation) => installedRepositories(world, installation).includes(repository));
}

/** The repositories a token is asked for; null: all of the installation's. */
function chosenRepositories(call: Call, installation: Installation): Repository[] | null {
  const { repositories: names, repository_ids: ids } = parseBody(tokenSchema, call.body, 'Installation');
  if (!names && !ids) return null;
  const reachable = installedRepositories(call.world, installation);
  const chosen = reachable.filter(
    (repository) => names?.includes(repository.name) || ids?.includes(repository.id),
  );
  if (chosen.length < (names?.length ?? 0) + (ids?.length ?? 0))
    throw new Problem(
      422,
      'There is at least one repository that does not exist or is not accessible to the parent installation.',
    );
  return chosen;
}
