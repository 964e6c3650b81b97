import type { Connection } from './connection.ts';
import { deleteBranch } from './delete-branch.ts';
import { ensureLabels } from './ensure-labels.ts';
import { getRepository } from './get-repository.ts';
import { getRepositoryById } from './get-repository-by-id.ts';
import { gitRemote } from './git-remote.ts';
import type { Repositories } from './github.ts';
import { listInstalledRepositories } from './list-installed-repositories.ts';
import { permission } from './permission.ts';
import { searchRepositories } from './search-repositories.ts';
import { toRights } from './to-rights.ts';

/** What concerns a repository as a whole. */
export function connectRepositories({ access, auth, call, gitUrl, us }: Connection): Repositories {
  const at = access.repository;
  const rights = toRights(auth);
  return {
    viewer: async () => ({ login: (await us()).login }),
    searchRepositories: (topic, options) =>
      call(`topic ${topic}`, () => discover({ access, auth }, topic, options)),
    getRepository: (name) => call(name, async () => rights(await getRepository(at(name), name))),
    getRepositoryById: (id) =>
      call(`repository ${id}`, async () => rights(await getRepositoryById(await access.everywhere(), id))),
    permission: (name, login) => call(name, () => permission(at(name), name, login)),
    ensureLabels: (name, labels) => call(name, () => ensureLabels(at(name), name, labels)),
    deleteBranch: (fullName, branch, where) =>
      call(`${branch} of ${fullName}`, () => deleteBranch(at(fullName), { fullName, branch, ...where })),
    gitRemote: (name) => call(name, () => gitRemote(access, gitUrl, name)),
  };
}

/** An App is installed on what it may work on; a token has to search. */
function discover(
  { access, auth }: Pick<Connection, 'access' | 'auth'>,
  topic: string,
  options?: { latest?: boolean },
) {
  return auth?.kind === 'app'
    ? listInstalledRepositories(access, topic)
    : searchRepositories(access.general, topic, options);
}
