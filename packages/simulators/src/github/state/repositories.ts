import { fullName, type Repository, type User } from './entities.ts';
import { createLabel } from './labels.ts';
import type { World } from './world.ts';

export type NewRepository = {
  owner: User;
  name: string;
  private: boolean;
  description: string | null;
  topics: readonly string[];
  defaultBranch: string;
  path: string;
};

const DEFAULT_LABELS = [
  { name: 'bug', color: 'd73a4a', description: "Something isn't working" },
  { name: 'documentation', color: '0075ca', description: 'Improvements or additions to documentation' },
  { name: 'duplicate', color: 'cfd3d7', description: 'This issue or pull request already exists' },
  { name: 'enhancement', color: 'a2eeef', description: 'New feature or request' },
  { name: 'good first issue', color: '7057ff', description: 'Good for newcomers' },
  { name: 'help wanted', color: '008672', description: 'Extra attention is needed' },
  { name: 'invalid', color: 'e4e669', description: "This doesn't seem right" },
  { name: 'question', color: 'd876e3', description: 'Further information is requested' },
  { name: 'wontfix', color: 'ffffff', description: 'This will not be worked on' },
];

/** The labels every new repository on GitHub has. */
export function isDefaultLabel(name: string): boolean {
  return DEFAULT_LABELS.some((label) => label.name === name);
}

/** Takes a bare repository that lies on disk into the world, with GitHub's default labels. */
export function createRepository(world: World, fresh: NewRepository): Repository {
  const now = world.now();
  const repository: Repository = {
    ...fresh,
    id: world.nextId(),
    topics: [...fresh.topics],
    archived: false,
    collaborators: new Map(),
    labels: [],
    issues: [],
    lastNumber: 0,
    gone: new Map(),
    checkRuns: [],
    statuses: [],
    createdAt: now,
    updatedAt: now,
    pushedAt: now,
  };
  for (const label of DEFAULT_LABELS) createLabel(world, repository, label);
  world.repositories.set(fullName(repository).toLowerCase(), repository);
  world.formerNames.delete(fullName(repository).toLowerCase());
  world.changed({ kind: 'repository', repo: fullName(repository), number: null });
  return repository;
}

export function findRepository(world: World, name: string): Repository | null {
  return world.repositories.get(name.toLowerCase()) ?? null;
}

/** The repository that had this name before, where no other has it now. */
export function findFormer(world: World, name: string): Repository | null {
  return findRepository(world, name) ? null : (world.formerNames.get(name.toLowerCase()) ?? null);
}

export type RepositoryPatch = Partial<
  Pick<Repository, 'private' | 'archived' | 'description' | 'defaultBranch' | 'topics'>
>;

export type RepositoryChange = { repository: Repository; patch: RepositoryPatch; by: User };

export function updateRepository(world: World, { repository, patch, by }: RepositoryChange): void {
  const wasArchived = repository.archived;
  Object.assign(repository, patch, { updatedAt: world.now() });
  const { archived } = repository;
  const action = archived === wasArchived ? 'edited' : archived ? 'archived' : 'unarchived';
  world.happened({ event: 'repository', action, repository, sender: by });
  world.changed({ kind: 'repository', repo: fullName(repository), number: null });
}
