import type { User } from './entities.ts';
import type { World } from './world.ts';

export type NewUser = { login: string; type?: User['type']; name?: string; token?: string };

/** Makes a user, or finds the one with that login; `token` is one more that authenticates as them. */
export function addUser(world: World, { login, name, token, ...kind }: NewUser): User {
  const type = kind.type ?? (login.endsWith('[bot]') ? 'Bot' : 'User');
  const user = findUser(world, login) ?? createUser(world, { login, type, name: name ?? null });
  if (token !== undefined) world.tokens.set(token, { kind: 'user', user });
  return user;
}

/** Logins are the same in any case. */
export function findUser(world: World, login: string): User | null {
  return world.users.get(login.toLowerCase()) ?? null;
}

function createUser(world: World, profile: Pick<User, 'login' | 'type' | 'name'>): User {
  const user: User = { id: world.nextId(), ...profile, createdAt: world.now() };
  world.users.set(user.login.toLowerCase(), user);
  return user;
}
