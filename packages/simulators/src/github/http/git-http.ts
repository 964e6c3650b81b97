import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { runHttpBackend } from '../git/http-backend.ts';
import { atLeast, roleOf, type Viewer, visibleRepository } from '../state/access.ts';
import { fullName, type Repository } from '../state/entities.ts';
import { Problem } from '../state/problem.ts';
import { absorbPush } from '../state/pushes.ts';
import { findFormer } from '../state/repositories.ts';
import { applyFault, dropConnection } from './apply-fault.ts';
import { authenticate } from './authenticate.ts';
import { missingPermission } from './installation-permission.ts';
import type { ServerContext } from './server-context.ts';

const SERVICES = ['info/refs', 'git-upload-pack', 'git-receive-pack'] as const;
const paramsSchema = z.object({ owner: z.string(), repo: z.string() });

/** git's smart HTTP protocol at `/<owner>/<repo>.git`, with a token as the password of basic authentication. */
export function gitHttp(context: ServerContext) {
  return async function register(app: FastifyInstance): Promise<void> {
    app.removeAllContentTypeParsers();
    app.addContentTypeParser('*', async () => undefined);
    for (const service of SERVICES)
      app.route({
        method: service === 'info/refs' ? 'GET' : 'POST',
        url: `/:owner/:repo/${service}`,
        exposeHeadRoute: false,
        handler: async (request, reply) => {
          await serveGit({ context, request, reply, service });
          return reply;
        },
      });
  };
}

type Exchange = { context: ServerContext; request: FastifyRequest; reply: FastifyReply; service: string };

async function serveGit(exchange: Exchange): Promise<void> {
  const { context, request, reply, service } = exchange;
  const { owner, repo } = paramsSchema.parse(request.params);
  const name = repo.replace(/\.git$/, '');
  const url = new URL(request.url, 'http://localhost');
  const route = `/{owner}/{repo}.git/${service}`;
  const fault = context.faults.take({ method: request.method, route, path: url.pathname });
  const entry = context.log({
    method: request.method,
    route,
    path: url.pathname,
    query: Object.fromEntries(url.searchParams),
    login: null,
    userAgent: request.headers['user-agent'] ?? null,
    body: null,
    status: null,
  });
  reply.raw.once('finish', () => {
    entry.status = reply.raw.statusCode;
  });
  if (fault && (await applyFault(fault, reply, context.signal))) return;
  const pushes = service === 'git-receive-pack' || url.searchParams.get('service') === 'git-receive-pack';
  const admitted = admit(exchange, `${owner}/${name}`, pushes);
  if (admitted === null) return;
  if (fullName(admitted.repository).toLowerCase() !== `${owner}/${name}`.toLowerCase()) {
    reply.redirect(`/${fullName(admitted.repository)}.git/${service}${url.search}`, 301);
    return;
  }
  entry.login = admitted.user;
  await relay(exchange, {
    ...admitted,
    query: url.search.slice(1),
    drop: fault?.dropReplyAfterApplying ?? false,
  });
}

type Admitted = { repository: Repository; user: string | null };

/** Who may go on; null: the refusal has been sent. */
function admit({ context, request, reply }: Exchange, name: string, pushes: boolean): Admitted | null {
  const viewer = viewerOf(context, request);
  if (viewer === null) return refuse(reply, 401, 'Invalid username or token.');
  const former = findFormer(context.world, name);
  const repository = visibleRepository(context.world, viewer, former ? fullName(former) : name);
  // GitHub asks the nameless for a name before it says that there is nothing.
  if (!repository || (pushes && viewer.kind === 'anonymous'))
    return viewer.kind === 'anonymous'
      ? refuse(reply, 401, 'No anonymous write access.')
      : refuse(reply, 404, 'Repository not found.');
  const operation = `${pushes ? 'POST' : 'GET'} /repos/{owner}/{repo}/contents`;
  const role = roleOf(repository, viewer);
  const login = viewer.kind === 'user' ? viewer.user.login : viewer.kind;
  const refused =
    missingPermission(viewer, repository, operation) !== null || (pushes && !atLeast(role, 'write'));
  if (refused) return refuse(reply, 403, `Permission to ${name}.git denied to ${login}.`);
  if (pushes && repository.archived)
    return refuse(reply, 403, 'This repository was archived so it is read-only.');
  return { repository, user: viewer.kind === 'anonymous' ? null : login };
}

function viewerOf(context: ServerContext, request: FastifyRequest): Viewer | null {
  try {
    return authenticate(context.world, request.headers.authorization);
  } catch (error) {
    if (error instanceof Problem) return null;
    throw error;
  }
}

function refuse(reply: FastifyReply, status: number, message: string): null {
  if (status === 401) reply.header('www-authenticate', 'Basic realm="GitHub"');
  reply.code(status).type('text/plain; charset=utf-8').send(`${message}\n`);
  return null;
}

type Relay = Admitted & { query: string; drop: boolean };

async function relay(
  { context, request, reply, service }: Exchange,
  { repository, user, query, drop }: Relay,
) {
  const { world, signal } = context;
  const header = (name: string) => String(request.headers[name] ?? '');
  const backend = await runHttpBackend(world.git, {
    method: request.method,
    pathInfo: `${repository.path.slice(world.git.root.length)}/${service}`,
    query,
    contentType: header('content-type'),
    contentEncoding: header('content-encoding'),
    protocol: header('git-protocol'),
    user,
    body: request.method === 'POST' ? request.raw : null,
    signal,
  });
  // A push must be known everywhere before its author hears that it is done.
  if (service === 'git-receive-pack') {
    const chunks = await backend.body.toArray();
    await backend.done;
    await absorbPush(world, repository, user);
    if (drop) return dropConnection(reply);
    reply.code(backend.status).headers(backend.headers).send(Buffer.concat(chunks));
    return;
  }
  if (drop) return dropConnection(reply);
  reply.code(backend.status).headers(backend.headers).send(backend.body);
}
