import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Viewer } from '../state/access.ts';
import type { User } from '../state/entities.ts';
import { findUser } from '../state/users.ts';
import type { World } from '../state/world.ts';

const querySchema = z.object({ as: z.string().optional().catch(undefined) });

/** Whom the pages act as: who `?as=` or the cookie names, else the first person. */
export function actingUser(world: World, request: FastifyRequest): User | null {
  const [first] = people(world);
  const named = asked(request) ?? cookieOf(request);
  const user = named === null ? null : findUser(world, named);
  return user?.type === 'User' ? user : (first ?? null);
}

/** The login in `?as=`. */
export function asked(request: FastifyRequest): string | null {
  return querySchema.parse(request.query).as ?? null;
}

export function viewerFor(user: User | null): Viewer {
  return user ? { kind: 'user', user } : { kind: 'anonymous' };
}

/** Those one can act as: everybody who is no bot and no organization. */
export function people(world: World): User[] {
  return [...world.users.values()].filter((user) => user.type === 'User');
}

export function cookieFor(login: string): string {
  return `as=${encodeURIComponent(login)}; Path=/; HttpOnly; SameSite=Strict`;
}

function cookieOf({ headers }: FastifyRequest): string | null {
  const pairs = (headers.cookie ?? '').split(';').map((pair) => pair.trim());
  const value = pairs.find((pair) => pair.startsWith('as='))?.slice(3);
  return value ? decodeURIComponent(value) : null;
}
