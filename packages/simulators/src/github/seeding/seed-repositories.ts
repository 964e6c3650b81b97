import { type IssueSnapshot, snapshotIssue } from '../snapshots.ts';
import { addBlocker, addSubIssue, removeBlocker, removeSubIssue } from '../state/issue-links.ts';
import { deleteIssue, transferIssue } from '../state/moved-issues.ts';
import { deleteRepository, moveRepository } from '../state/moved-repositories.ts';
import { type RepositoryPatch, updateRepository } from '../state/repositories.ts';
import { addUser } from '../state/users.ts';
import type { World } from '../state/world.ts';
import { type SeedTarget, scopesIn } from './scopes.ts';

type Place = { repo: string; number: number };

export type RepositorySeeding = {
  /** Its former name leads to it, until another repository takes it. */
  renameRepository(change: { repo: string; name: string; by?: string }): Promise<{ fullName: string }>;
  transferRepository(change: { repo: string; owner: string; by?: string }): Promise<{ fullName: string }>;
  deleteRepository(target: { repo: string; by?: string }): Promise<void>;
  archive(target: { repo: string; by?: string }): void;
  unarchive(target: { repo: string; by?: string }): void;
  setTopics(change: { repo: string; topics: readonly string[]; by?: string }): void;
  removeCollaborator(collaborator: { repo: string; login: string }): void;
  /** `to` is `owner/name`. */
  transferIssue(move: SeedTarget & { to: string }): IssueSnapshot;
  deleteIssue(target: SeedTarget): void;
  /** "Blocked by": the issue waits for `blocker`. */
  addBlocker(link: SeedTarget & { blocker: Place }): void;
  removeBlocker(link: SeedTarget & { blocker: Place }): void;
  addSubIssue(link: SeedTarget & { child: Place }): void;
  removeSubIssue(link: SeedTarget & { child: Place }): void;
};

/** What owners do with repositories, and where issues belong. */
export function createRepositorySeeding(world: World): RepositorySeeding {
  const scopes = scopesIn(world);
  const { look, user } = scopes;
  const issueAt = ({ repo, number }: Place) => look.issue(look.repository(repo), number);
  const update = ({ repo, by }: { repo: string; by?: string }, patch: RepositoryPatch) =>
    updateRepository(world, { repository: look.repository(repo), patch, by: user(repo, by) });
  return {
    async renameRepository({ repo, name, by }) {
      const repository = look.repository(repo);
      await moveRepository(world, repository, { name, by: user(repo, by) });
      return { fullName: `${repository.owner.login}/${repository.name}` };
    },
    async transferRepository({ repo, owner: login, by }) {
      const repository = look.repository(repo);
      await moveRepository(world, repository, { owner: addUser(world, { login }), by: user(repo, by) });
      return { fullName: `${repository.owner.login}/${repository.name}` };
    },
    deleteRepository: ({ repo, by }) => deleteRepository(world, look.repository(repo), user(repo, by)),
    archive: (target) => update(target, { archived: true }),
    unarchive: (target) => update(target, { archived: false }),
    setTopics: ({ topics, ...target }) => update(target, { topics: [...topics] }),
    removeCollaborator({ repo, login }) {
      look.repository(repo).collaborators.delete(addUser(world, { login }));
    },
    transferIssue({ to, ...target }) {
      const scope = scopes.issue(target);
      transferIssue(world, scope, look.repository(to));
      return snapshotIssue(scope.issue);
    },
    deleteIssue: (target) => deleteIssue(world, scopes.issue(target)),
    addBlocker: ({ blocker, ...target }) => addBlocker(world, scopes.issue(target), issueAt(blocker)),
    removeBlocker: ({ blocker, ...target }) => removeBlocker(world, scopes.issue(target), issueAt(blocker)),
    addSubIssue: ({ child, ...target }) => addSubIssue(world, scopes.issue(target), issueAt(child)),
    removeSubIssue: ({ child, ...target }) => removeSubIssue(world, scopes.issue(target), issueAt(child)),
  };
}
