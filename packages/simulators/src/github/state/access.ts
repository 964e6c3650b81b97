import {
  type Actor,
  type App,
  fullName,
  type Installation,
  type Repository,
  ROLES,
  type Role,
  type User,
} from './entities.ts';
import { findRepository } from './repositories.ts';
import type { World } from './world.ts';

/** Who sent a request. */
export type Viewer =
  | { kind: 'anonymous' }
  | { kind: 'user'; user: User }
  | { kind: 'installation'; installation: Installation; repositoryIds: number[] | null }
  /** An app itself, by its JWT: sees its installations and nothing else. */
  | { kind: 'app'; app: App };

/** What the viewer may do in the repository; null: it does not exist for them. */
export function roleOf(repository: Repository, viewer: Viewer): Role | null {
  if (viewer.kind === 'installation')
    return installationReaches(viewer, repository) ? 'write' : publicRole(repository);
  if (viewer.kind !== 'user') return publicRole(repository);
  return roleOfUser(repository, viewer.user) ?? publicRole(repository);
}

/** The role a user was given, without what everybody may do. */
export function roleOfUser(repository: Repository, user: User): Role | null {
  return repository.owner === user ? 'admin' : (repository.collaborators.get(user) ?? null);
}

export function atLeast(role: Role | null, needed: Role): boolean {
  return role !== null && ROLES.indexOf(role) >= ROLES.indexOf(needed);
}

/** GitHub's older word for a role, as its `permission` fields use it. */
export function legacyPermission(role: Role | null): 'admin' | 'write' | 'read' | 'none' {
  if (role === null) return 'none';
  return atLeast(role, 'admin') ? 'admin' : atLeast(role, 'write') ? 'write' : 'read';
}

export function actorOf(viewer: Viewer): Actor | null {
  if (viewer.kind === 'user') return { user: viewer.user, app: null };
  if (viewer.kind === 'installation')
    return { user: viewer.installation.app.bot, app: viewer.installation.app };
  return null;
}

export function visibleRepository(world: World, viewer: Viewer, name: string): Repository | null {
  const repository = findRepository(world, name);
  return repository && roleOf(repository, viewer) !== null ? repository : null;
}

/** Every repository the viewer can see, in the order of their names. */
export function visibleRepositories(world: World, viewer: Viewer): Repository[] {
  return [...world.repositories.values()]
    .filter((repository) => roleOf(repository, viewer) !== null)
    .sort((a, b) => (fullName(a) < fullName(b) ? -1 : 1));
}

/** The repositories an installation's token reaches. */
export function installationReaches(
  { installation, repositoryIds }: Extract<Viewer, { kind: 'installation' }>,
  repository: Repository,
): boolean {
  const installed =
    installation.repositories?.includes(repository) ?? installation.account === repository.owner;
  return installed && (repositoryIds === null || repositoryIds.includes(repository.id));
}

function publicRole(repository: Repository): Role | null {
  return repository.private ? null : 'read';
}
