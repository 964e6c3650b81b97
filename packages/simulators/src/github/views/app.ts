import { type App, fullName, type Installation, type Repository } from '../state/entities.ts';
import type { World } from '../state/world.ts';
import { nodeId, viewUser } from './user.ts';

/** OpenAPI `integration`. */
export function viewIntegration(world: World, app: App) {
  return {
    id: app.id,
    slug: app.slug,
    node_id: nodeId('App', app.id),
    owner: viewUser(world, app.owner),
    name: app.name,
    description: '',
    external_url: `${world.urls.web}/apps/${app.slug}`,
    html_url: `${world.urls.web}/apps/${app.slug}`,
    created_at: app.createdAt,
    updated_at: app.createdAt,
    permissions: app.permissions,
    events: [],
    installations_count: world.installations.filter((installation) => installation.app === app).length,
  };
}

/** OpenAPI `installation`. */
export function viewInstallation(world: World, installation: Installation) {
  const { app, account } = installation;
  return {
    id: installation.id,
    account: viewUser(world, account),
    repository_selection: installation.repositories === null ? 'all' : 'selected',
    access_tokens_url: `${world.urls.api}/app/installations/${installation.id}/access_tokens`,
    repositories_url: `${world.urls.api}/installation/repositories`,
    html_url: `${world.urls.web}/settings/installations/${installation.id}`,
    app_id: app.id,
    app_slug: app.slug,
    target_id: account.id,
    target_type: account.type,
    permissions: app.permissions,
    events: [],
    single_file_name: null,
    has_multiple_single_files: false,
    single_file_paths: [],
    created_at: installation.createdAt,
    updated_at: installation.createdAt,
    suspended_by: null,
    suspended_at: null,
  };
}

/** The repositories an installation is on, in the order of their names. */
export function installedRepositories(world: World, { repositories, account }: Installation): Repository[] {
  const all = repositories ?? [...world.repositories.values()].filter(({ owner }) => owner === account);
  return [...all].sort((a, b) => (fullName(a) < fullName(b) ? -1 : 1));
}
