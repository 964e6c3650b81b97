import { actorOf, atLeast, roleOf, type Viewer, visibleRepository } from '../state/access.ts';
import type { Actor, Repository, Role } from '../state/entities.ts';
import { forbidden, Moved, notFound, Problem } from '../state/problem.ts';
import { findFormer } from '../state/repositories.ts';
import type { World } from '../state/world.ts';
import type { Answer } from './answer.ts';
import { missingPermission } from './installation-permission.ts';

const METHODS = ['GET', 'POST', 'PATCH', 'PUT', 'DELETE'] as const;
export type Method = (typeof METHODS)[number];

/** One request, as a route sees it. */
export type Call = {
  world: World;
  method: Method;
  viewer: Viewer;
  params: Readonly<Record<string, string>>;
  query: Readonly<Record<string, string>>;
  body: unknown;
  /** The full URL that was asked for. */
  address: string;
  accept: string;
};

/** A REST operation; `path` is written as in GitHub's OpenAPI description. */
export type Route = {
  method: Method;
  path: string;
  handle(call: Call): Answer | Promise<Answer>;
};

export type RepositoryCall = Call & { repository: Repository; role: Role };
/** A call by somebody: writing needs an actor, reading a public repository does not. */
export type ActingCall = RepositoryCall & { actor: Actor };

/** `define('GET /user', …)`. */
export function define(operation: `${Method} /${string}`, handle: Route['handle']): Route {
  const method = METHODS.find((name) => operation.startsWith(`${name} `)) ?? 'GET';
  return { method, path: operation.slice(method.length + 1), handle };
}

/** A route that reads a repository: 404 for those who cannot see it. */
export function reading(
  operation: `GET /${string}`,
  handle: (call: RepositoryCall) => Answer | Promise<Answer>,
): Route {
  return define(operation, (call) => {
    const found = findFor(call);
    const missing = missingPermission(call.viewer, found.repository, operation);
    if (missing) throw forbidden(missing);
    return handle({ ...call, ...found });
  });
}

/** A route that changes a repository: needs at least `role`, and the repository not to be archived. */
export function writing(
  operation: `${Exclude<Method, 'GET'>} /${string}`,
  role: Role,
  handle: (call: ActingCall) => Answer | Promise<Answer>,
): Route {
  return define(operation, (call) => {
    const found = findFor(call);
    const actor = signedIn(call);
    const missing = missingPermission(call.viewer, found.repository, operation);
    if (missing) throw forbidden(missing);
    if (!atLeast(found.role, role)) throw forbidden();
    if (found.repository.archived && operation !== 'PATCH /repos/{owner}/{repo}')
      throw forbidden('Repository was archived so is read-only.');
    return handle({ ...call, ...found, actor });
  });
}

/** @throws Problem 401 for those who sent no token. */
export function signedIn(call: Call): Actor {
  const actor = actorOf(call.viewer);
  if (actor === null) throw new Problem(401, 'Requires authentication');
  return actor;
}

/** A path parameter that is a number; anything else names nothing. */
export function numberOf(call: Call, name: string): number {
  const text = call.params[name] ?? '';
  if (!/^\d{1,15}$/.test(text)) throw notFound();
  return Number(text);
}

function findFor(call: Call): { repository: Repository; role: Role } {
  const name = `${call.params['owner']}/${call.params['repo']}`;
  const repository = visibleRepository(call.world, call.viewer, name);
  const former = findFormer(call.world, name);
  if (former && roleOf(former, call.viewer) !== null) throw moved(call, former);
  const role = repository && roleOf(repository, call.viewer);
  if (!repository || !role) throw notFound();
  return { repository, role };
}

/** To the same thing by the repository's number, which never changes. */
function moved({ world, address, method, params }: Call, repository: Repository): Moved {
  const { pathname, search } = new URL(address);
  const prefix = `/api/v3/repos/${params['owner']}/${params['repo']}`;
  const rest = decodeURI(pathname).slice(prefix.length);
  const location = `${world.urls.api}/repositories/${repository.id}${encodeURI(rest)}${search}`;
  return new Moved(location, method === 'GET' ? 301 : 307);
}
