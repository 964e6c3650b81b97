import { createHash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Viewer } from '../state/access.ts';
import { Moved, Problem } from '../state/problem.ts';
import type { Answer } from './answer.ts';
import { applyFault, dropConnection } from './apply-fault.ts';
import { authenticate } from './authenticate.ts';
import type { Fault } from './faults.ts';
import { type Resource, rateLimitHeaders } from './rate-limits.ts';
import type { LoggedRequest } from './request-log.ts';
import type { Route } from './route.ts';
import type { ServerContext } from './server-context.ts';

const DOCUMENTATION = 'https://docs.github.com/rest';
const stringsSchema = z.record(z.string(), z.string().catch(''));

type Exchange = { context: ServerContext; route: Route; request: FastifyRequest; reply: FastifyReply };

/** Answers one REST request: faults, authentication, rate limit, the route itself, ETag. */
export async function serveRoute(exchange: Exchange): Promise<void> {
  const { context, route, request, reply } = exchange;
  const path = decodeURI(new URL(request.url, 'http://localhost').pathname).replace(/^\/api(\/v3)?/, '');
  const fault = context.faults.take({ method: request.method, route: route.path, path });
  const entry = logRequest(exchange, path);
  reply.header('x-github-request-id', `SIM:${entry.sequence.toString(16).toUpperCase().padStart(8, '0')}`);
  reply.raw.once('finish', () => {
    entry.status = reply.statusCode;
  });
  if (fault && (await applyFault(fault, reply, context.signal))) return;
  send(reply, await answerOrRefuse(exchange, entry), fault);
}

function logRequest({ context, route, request }: Exchange, path: string): LoggedRequest {
  return context.log({
    method: request.method,
    route: route.path,
    path,
    query: stringsSchema.parse(request.query),
    login: null,
    userAgent: request.headers['user-agent'] ?? null,
    body: request.body ?? null,
    status: null,
  });
}

async function answerOrRefuse(exchange: Exchange, entry: LoggedRequest): Promise<Answer> {
  try {
    return await answer(exchange, entry);
  } catch (error) {
    if (error instanceof Problem) return refusal(error);
    throw error;
  }
}

async function answer(exchange: Exchange, entry: LoggedRequest): Promise<Answer> {
  const { context, route, request, reply } = exchange;
  const viewer = authenticate(context.world, request.headers.authorization);
  entry.login = loginOf(viewer);
  const resource = resourceOf(route);
  const free = route.path === '/rate_limit';
  const allowed = free || context.limits.take(viewer, resource);
  const showLimit = () => reply.headers(rateLimitHeaders(context.limits.look(viewer, resource), resource));
  showLimit();
  if (!allowed && resource === 'graphql') return exhaustedGraphql(viewer);
  if (!allowed) throw exhausted(viewer);
  const result = conditional(request, await handle(exchange, viewer));
  if (result.status === 304) context.limits.giveBack(viewer, resource);
  showLimit();
  return result;
}

function handle({ context, route, request }: Exchange, viewer: Viewer): Answer | Promise<Answer> {
  const { '*': rest, ...params } = stringsSchema.parse(request.params);
  const last = /\{(\w+)\}$/.exec(route.path)?.[1];
  return route.handle({
    world: context.world,
    method: route.method,
    viewer,
    params: last !== undefined && rest !== undefined ? { ...params, [last]: rest } : params,
    query: stringsSchema.parse(request.query),
    body: request.body,
    address: new URL(request.url, context.world.urls.web).href,
    accept: request.headers.accept ?? '',
  });
}

/** Gives a body its weak ETag, and a 304 to those who have it already. */
function conditional(request: FastifyRequest, answered: Answer): Answer {
  if (request.method !== 'GET' || answered.status !== 200) return answered;
  const etag = `W/"${createHash('sha256').update(toText(answered.body)).digest('hex')}"`;
  const headers = { ...answered.headers, etag, 'cache-control': 'private, max-age=60, s-maxage=60' };
  const known = (request.headers['if-none-match'] ?? '')
    .split(',')
    .map((tag) => tag.trim().replace(/^W\//, ''));
  if (known.includes(etag.slice(2)) || known.includes('*')) return { status: 304, headers };
  return { ...answered, headers };
}

function refusal(problem: Problem): Answer {
  if (problem instanceof Moved) return redirection(problem);
  const errors = problem.errors ? { errors: problem.errors } : {};
  const body = {
    message: problem.message,
    ...errors,
    documentation_url: DOCUMENTATION,
    status: String(problem.status),
  };
  return { status: problem.status, body };
}

function redirection({ status, message, location }: Moved): Answer {
  return {
    status,
    body: { message, url: location, documentation_url: DOCUMENTATION },
    headers: { location },
  };
}

function exhausted(viewer: Viewer): Problem {
  const who = viewer.kind === 'user' ? `user ID ${viewer.user.id}` : viewer.kind;
  return new Problem(403, `API rate limit exceeded for ${who}.`);
}

/** GraphQL says it in an answer like any other. */
function exhaustedGraphql(viewer: Viewer): Answer {
  return { status: 200, body: { errors: [{ type: 'RATE_LIMITED', message: exhausted(viewer).message }] } };
}

function resourceOf({ path }: Route): Resource {
  if (path.startsWith('/search/')) return 'search';
  return path === '/graphql' ? 'graphql' : 'core';
}

function send(reply: FastifyReply, { status, body, headers }: Answer, fault: Fault | null): void {
  if (fault?.dropReplyAfterApplying) {
    dropConnection(reply);
    return;
  }
  reply.code(status).headers({
    'x-github-media-type': 'github.v3; format=json',
    'x-github-api-version-selected': '2022-11-28',
    vary: 'Accept, Authorization, Cookie',
    ...headers,
  });
  if (body === undefined) reply.send();
  else
    reply
      .header('content-type', headers?.['content-type'] ?? 'application/json; charset=utf-8')
      .send(toText(body));
}

function toText(body: unknown): string {
  return typeof body === 'string' ? body : JSON.stringify(body);
}

function loginOf(viewer: Viewer): string | null {
  if (viewer.kind === 'user') return viewer.user.login;
  if (viewer.kind === 'installation') return viewer.installation.app.bot.login;
  return viewer.kind === 'app' ? viewer.app.slug : null;
}
