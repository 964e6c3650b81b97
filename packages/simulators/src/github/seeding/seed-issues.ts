import { createBareRepository } from '../git/create-repository.ts';
import {
  type CommentSnapshot,
  type IssueSnapshot,
  type PullSnapshot,
  snapshotComment,
  snapshotIssue,
  snapshotPull,
} from '../snapshots.ts';
import { addComment } from '../state/comments.ts';
import { fullName, isPullRequest, type Role } from '../state/entities.ts';
import { changeLabels, findIssue, openIssue, updateIssue } from '../state/issues.ts';
import { createLabel } from '../state/labels.ts';
import { createRepository, updateRepository } from '../state/repositories.ts';
import { addUser, type NewUser } from '../state/users.ts';
import type { World } from '../state/world.ts';
import { type SeedTarget, scopesIn } from './scopes.ts';

export type SeedRepository = {
  /** A login; made as a user when nobody has it. */
  owner: string;
  name: string;
  private?: boolean;
  archived?: boolean;
  description?: string;
  topics?: readonly string[];
  /** What `from` has checked out, or `main`. */
  defaultBranch?: string;
  /** Path of a git repository whose branches, tags and history it gets. */
  from?: string;
  /** Contents of a first commit; without these and `from` it is empty. */
  files?: Readonly<Record<string, string>>;
};

export type SeedIssue = {
  repo: string;
  title: string;
  body?: string;
  labels?: readonly string[];
  author?: string;
};

export type IssueSeeding = {
  addUser(user: NewUser): { id: number; login: string };
  addRepository(
    repository: SeedRepository,
  ): Promise<{ id: number; fullName: string; path: string; defaultBranch: string }>;
  addCollaborator(collaborator: { repo: string; login: string; role?: Role }): void;
  addLabel(label: { repo: string; name: string; color?: string; description?: string }): void;
  fileIssue(issue: SeedIssue): IssueSnapshot;
  changeLabels(change: SeedTarget & { add?: readonly string[]; remove?: readonly string[] }): void;
  comment(comment: SeedTarget & { body: string }): CommentSnapshot;
  setIssueState(change: SeedTarget & { state: 'open' | 'closed' }): void;
  repository(repo: string): { id: number; fullName: string; archived: boolean; path: string };
  /** null: there is no such issue. */
  issue(repo: string, number: number): IssueSnapshot | null;
  issues(repo: string): IssueSnapshot[];
  comments(repo: string, number: number): CommentSnapshot[];
  pulls(repo: string): PullSnapshot[];
};

/** Makes people, repositories and issues, and looks at them. */
export function createIssueSeeding(world: World): IssueSeeding {
  const { look, actor, issue: scope } = scopesIn(world);
  return {
    addUser(user) {
      const { id, login } = addUser(world, user);
      return { id, login };
    },
    addRepository: (repository) => addRepository(world, repository),
    addCollaborator({ repo, login, role = 'write' }) {
      look.repository(repo).collaborators.set(addUser(world, { login }), role);
    },
    addLabel({ repo, name, color = 'ededed', description }) {
      createLabel(world, look.repository(repo), { name, color, description: description ?? null });
    },
    fileIssue({ repo, author, body, ...fields }) {
      const repository = look.repository(repo);
      const by = actor(repository, author);
      return snapshotIssue(openIssue(world, { ...fields, repository, body: body ?? null, actor: by }));
    },
    changeLabels({ add = [], remove = [], ...target }) {
      const found = scope(target);
      const kept = found.issue.labels.map((label) => label.name).filter((name) => !remove.includes(name));
      changeLabels(world, found, [...kept, ...add]);
    },
    comment: ({ body, ...target }) => snapshotComment(addComment(world, scope(target), body)),
    setIssueState: ({ state, ...target }) => updateIssue(world, scope(target), { state }),
    repository(repo) {
      const { id, archived, path, ...rest } = look.repository(repo);
      return { id, archived, path, fullName: fullName({ id, archived, path, ...rest }) };
    },
    issue(repo, number) {
      const issue = findIssue(look.repository(repo), number);
      return issue ? snapshotIssue(issue) : null;
    },
    issues: (repo) => look.repository(repo).issues.map(snapshotIssue),
    comments: (repo, number) => scope({ repo, number }).issue.comments.map(snapshotComment),
    pulls: (repo) => look.repository(repo).issues.filter(isPullRequest).map(snapshotPull),
  };
}

async function addRepository(world: World, seed: SeedRepository) {
  const owner = addUser(world, { login: seed.owner });
  const { path, defaultBranch } = await createBareRepository(world.git, {
    owner: owner.login,
    name: seed.name,
    defaultBranch: seed.defaultBranch ?? null,
    from: seed.from ?? null,
    files: seed.files ?? null,
    at: world.now(),
  });
  const repository = createRepository(world, {
    owner,
    name: seed.name,
    private: seed.private ?? false,
    description: seed.description ?? null,
    topics: seed.topics ?? [],
    defaultBranch,
    path,
  });
  if (seed.archived) updateRepository(world, { repository, patch: { archived: true }, by: owner });
  return { id: repository.id, fullName: fullName(repository), path, defaultBranch };
}
