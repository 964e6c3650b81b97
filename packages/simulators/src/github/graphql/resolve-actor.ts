import type { User } from '../state/entities.ts';
import type { World } from '../state/world.ts';
import { nodeId, viewUser } from '../views/user.ts';

/** `User`, `Bot` or `Organization`; a bot goes without the `[bot]` that REST puts behind its name. */
export function resolveActor(world: World, user: User) {
  return {
    __typename: user.type,
    id: nodeId(user.type, user.id),
    databaseId: user.id,
    login: user.login.replace(/\[bot\]$/, ''),
    name: user.name,
    url: viewUser(world, user).html_url,
  };
}
