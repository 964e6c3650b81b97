import { atLeast, roleOf, type Viewer } from '../state/access.ts';
import { fullName, type Repository, type Role } from '../state/entities.ts';
import type { World } from '../state/world.ts';
import { nodeId, viewUser } from './user.ts';

export function repositoryUrl({ urls }: World, repository: Repository): string {
  return `${urls.api}/repos/${fullName(repository)}`;
}

export function repositoryPage({ urls }: World, repository: Repository): string {
  return `${urls.web}/${fullName(repository)}`;
}

/** OpenAPI `repository`, `full-repository` and `minimal-repository` at once; `viewer` adds what they may do. */
export function viewRepository(world: World, repository: Repository, viewer?: Viewer) {
  const open = repository.issues.filter((issue) => issue.state === 'open').length;
  const page = repositoryPage(world, repository);
  return {
    id: repository.id,
    node_id: nodeId('Repository', repository.id),
    name: repository.name,
    full_name: fullName(repository),
    private: repository.private,
    owner: viewUser(world, repository.owner),
    html_url: page,
    description: repository.description,
    fork: false,
    ...templates(repositoryUrl(world, repository)),
    created_at: repository.createdAt,
    updated_at: repository.updatedAt,
    pushed_at: repository.pushedAt,
    git_url: `git://${page.slice(page.indexOf('//') + 2)}.git`,
    ssh_url: `git@localhost:${fullName(repository)}.git`,
    clone_url: `${page}.git`,
    svn_url: page,
    open_issues: open,
    open_issues_count: open,
    archived: repository.archived,
    visibility: repository.private ? 'private' : 'public',
    topics: repository.topics,
    default_branch: repository.defaultBranch,
    ...UNUSED,
    ...(viewer ? { permissions: permissions(roleOf(repository, viewer)) } : {}),
  };
}

/** What the simulator has nothing to say about. */
const UNUSED = {
  homepage: null,
  size: 0,
  stargazers_count: 0,
  watchers_count: 0,
  language: null,
  has_issues: true,
  has_projects: false,
  has_downloads: true,
  has_wiki: false,
  has_pages: false,
  has_discussions: false,
  forks_count: 0,
  mirror_url: null,
  disabled: false,
  license: null,
  allow_forking: true,
  is_template: false,
  web_commit_signoff_required: false,
  forks: 0,
  watchers: 0,
  network_count: 0,
  subscribers_count: 0,
};

export function permissions(role: Role | null) {
  return {
    admin: atLeast(role, 'admin'),
    maintain: atLeast(role, 'maintain'),
    push: atLeast(role, 'write'),
    triage: atLeast(role, 'triage'),
    pull: atLeast(role, 'read'),
  };
}

function templates(url: string) {
  const plain = [
    'forks',
    'hooks',
    'events',
    'tags',
    'languages',
    'stargazers',
    'contributors',
    'subscribers',
  ];
  const more = ['subscription', 'merges', 'downloads', 'deployments', 'teams'];
  const named = Object.fromEntries([...plain, ...more].map((name) => [`${name}_url`, `${url}/${name}`]));
  return {
    url,
    ...named,
    keys_url: `${url}/keys{/key_id}`,
    collaborators_url: `${url}/collaborators{/collaborator}`,
    issue_events_url: `${url}/issues/events{/number}`,
    assignees_url: `${url}/assignees{/user}`,
    branches_url: `${url}/branches{/branch}`,
    blobs_url: `${url}/git/blobs{/sha}`,
    git_tags_url: `${url}/git/tags{/sha}`,
    git_refs_url: `${url}/git/refs{/sha}`,
    trees_url: `${url}/git/trees{/sha}`,
    statuses_url: `${url}/statuses/{sha}`,
    commits_url: `${url}/commits{/sha}`,
    git_commits_url: `${url}/git/commits{/sha}`,
    comments_url: `${url}/comments{/number}`,
    issue_comment_url: `${url}/issues/comments{/number}`,
    contents_url: `${url}/contents/{+path}`,
    compare_url: `${url}/compare/{base}...{head}`,
    archive_url: `${url}/{archive_format}{/ref}`,
    issues_url: `${url}/issues{/number}`,
    pulls_url: `${url}/pulls{/number}`,
    milestones_url: `${url}/milestones{/number}`,
    notifications_url: `${url}/notifications{?since,all,participating}`,
    labels_url: `${url}/labels{/name}`,
    releases_url: `${url}/releases{/id}`,
  };
}
