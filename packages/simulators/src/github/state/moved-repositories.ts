import { mkdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fullName, type Repository, type User } from './entities.ts';
import { invalid } from './problem.ts';
import { findRepository } from './repositories.ts';
import type { World } from './world.ts';

export type NewPlace = { owner?: User; name?: string; by: User };

/** Renames a repository, or gives it to another owner; its former name leads to it until somebody takes that. */
export async function moveRepository(world: World, repository: Repository, place: NewPlace): Promise<void> {
  const { owner = repository.owner, name = repository.name, by } = place;
  const former = { owner: repository.owner, name: repository.name, full: fullName(repository) };
  const wanted = `${owner.login}/${name}`;
  const taken = findRepository(world, wanted);
  if (taken && taken !== repository) throw invalid({ resource: 'Repository', code: 'custom', field: 'name' });
  const path = join(world.git.root, owner.login, `${name}.git`);
  await mkdir(dirname(path), { recursive: true });
  await rename(repository.path, path);
  Object.assign(repository, { owner, name, path, updatedAt: world.now() });
  world.repositories.delete(former.full.toLowerCase());
  world.repositories.set(wanted.toLowerCase(), repository);
  world.formerNames.set(former.full.toLowerCase(), repository);
  world.formerNames.delete(wanted.toLowerCase());
  const renamed = former.name !== name;
  world.happened({
    event: 'repository',
    action: renamed ? 'renamed' : 'transferred',
    repository,
    sender: by,
    changes: renamed
      ? { repository: { name: { from: former.name } } }
      : { owner: { from: { user: { login: former.owner.login, id: former.owner.id } } } },
  });
  world.changed({ kind: 'repository', repo: wanted, number: null });
}

export async function deleteRepository(world: World, repository: Repository, by: User): Promise<void> {
  world.happened({ event: 'repository', action: 'deleted', repository, sender: by });
  world.repositories.delete(fullName(repository).toLowerCase());
  for (const [name, other] of world.formerNames) if (other === repository) world.formerNames.delete(name);
  await rm(repository.path, { recursive: true, force: true });
  world.changed({ kind: 'repository', repo: fullName(repository), number: null });
}
