import type { FastifyInstance, FastifyReply } from 'fastify';
import { z } from 'zod';
import type { ServerContext } from '../http/server-context.ts';
import { atLeast } from '../state/access.ts';
import { addComment } from '../state/comments.ts';
import { fullName, type Issue, isPullRequest, type Repository } from '../state/entities.ts';
import { changeLabels, openIssue, updateIssue } from '../state/issues.ts';
import { mergePull } from '../state/merge-pull.ts';
import { notFound, Problem } from '../state/problem.ts';
import { demand, foundIssue, foundRepository } from './found.ts';

const text = z.string().max(65_536).default('');
const several = z.preprocess((value) => (value === undefined ? [] : [value].flat()), z.array(z.string()));
const issueSchema = z.object({ title: z.string().trim().min(1).max(256), body: text, labels: several });
const commentSchema = z.object({ body: text, state: z.enum(['open', 'closed']).optional() });
const labelsSchema = z.object({ add: several, remove: several });

/** What the forms on the pages do; each ends on the page it came from. */
export function registerActions(app: FastifyInstance, { world }: ServerContext): void {
  app.post('/:owner/:repo/issues', (request, reply) => {
    const found = foundRepository(world, request);
    const { title, body, labels } = parse(issueSchema, request.body);
    const actor = { user: demand(found, 'read'), app: null };
    const chosen = atLeast(found.role, 'triage') ? labels : [];
    const text = normalLines(body);
    const issue = openIssue(world, { ...found, actor, title, body: text || null, labels: chosen });
    return backTo(reply, found.repository, issue);
  });
  app.post('/:owner/:repo/issues/:number/comments', (request, reply) => {
    const { repository, issue, ...found } = foundIssue(world, request);
    const { body, state } = parse(commentSchema, request.body);
    const actor = { user: demand({ ...found, repository }, state ? 'triage' : 'read'), app: null };
    const text = normalLines(body);
    if (text.trim() !== '') addComment(world, { repository, issue, actor }, text);
    if (state) updateIssue(world, { repository, issue, actor }, { state });
    return backTo(reply, repository, issue);
  });
  app.post('/:owner/:repo/issues/:number/labels', (request, reply) => {
    const found = foundIssue(world, request);
    const { add, remove } = parse(labelsSchema, request.body);
    const actor = { user: demand(found, 'triage'), app: null };
    const kept = found.issue.labels.map((label) => label.name).filter((name) => !remove.includes(name));
    changeLabels(world, { ...found, actor }, [...kept, ...add]);
    return backTo(reply, found.repository, found.issue);
  });
  app.post('/:owner/:repo/issues/:number/merge', async (request, reply) => {
    const { repository, issue, ...found } = foundIssue(world, request);
    if (!isPullRequest(issue)) throw notFound();
    const actor = { user: demand({ ...found, repository }, 'write'), app: null };
    await mergePull(world, {
      repository,
      issue,
      actor,
      method: 'merge',
      title: null,
      message: null,
      expectedHead: null,
    });
    return backTo(reply, repository, issue);
  });
}

function backTo(reply: FastifyReply, repository: Repository, issue: Issue): FastifyReply {
  return reply.redirect(`/${fullName(repository)}/${issue.pull ? 'pull' : 'issues'}/${issue.number}`, 303);
}

function parse<T>(schema: z.ZodType<T>, body: unknown): T {
  const parsed = schema.safeParse(body ?? {});
  if (!parsed.success)
    throw new Problem(422, `Please check: ${parsed.error.issues[0]?.path.join('.') ?? 'the form'}.`);
  return parsed.data;
}

/** A form sends lines as Windows ends them. */
function normalLines(body: string): string {
  return body.replaceAll('\r\n', '\n');
}
