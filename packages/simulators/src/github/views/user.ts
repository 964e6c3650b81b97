import type { User } from '../state/entities.ts';
import type { World } from '../state/world.ts';

/** OpenAPI `simple-user`. */
export function viewUser({ urls }: World, user: User) {
  const url = `${urls.api}/users/${encodeURIComponent(user.login)}`;
  return {
    login: user.login,
    id: user.id,
    node_id: nodeId(user.type, user.id),
    avatar_url: `${urls.web}/avatars/${user.id}.svg`,
    gravatar_id: '',
    url,
    html_url: `${urls.web}/${encodeURIComponent(user.login)}`,
    followers_url: `${url}/followers`,
    following_url: `${url}/following{/other_user}`,
    gists_url: `${url}/gists{/gist_id}`,
    starred_url: `${url}/starred{/owner}{/repo}`,
    subscriptions_url: `${url}/subscriptions`,
    organizations_url: `${url}/orgs`,
    repos_url: `${url}/repos`,
    events_url: `${url}/events{/privacy}`,
    received_events_url: `${url}/received_events`,
    type: user.type,
    user_view_type: 'public',
    site_admin: false,
  };
}

/** OpenAPI `public-user`. */
export function viewProfile(world: World, user: User) {
  const own = [...world.repositories.values()].filter((repository) => repository.owner === user);
  return {
    ...viewUser(world, user),
    name: user.name,
    company: null,
    blog: '',
    location: null,
    email: null,
    hireable: null,
    bio: null,
    public_repos: own.filter((repository) => !repository.private).length,
    public_gists: 0,
    followers: 0,
    following: 0,
    created_at: user.createdAt,
    updated_at: user.createdAt,
  };
}

/** Names a thing for GraphQL: the same for ever, and no other thing's. */
export function nodeId(kind: string, key: number | string): string {
  return Buffer.from(`${kind}:${key}`).toString('base64url');
}
