import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { listCommits } from '../git/commits.ts';
import type { ServerContext } from '../http/server-context.ts';
import { atLeast, visibleRepositories } from '../state/access.ts';
import { latestCheckRuns } from '../state/check-rollup.ts';
import { fullName, isPullRequest, type PullRequest, type Repository } from '../state/entities.ts';
import { canMerge } from '../state/mergeability.ts';
import { notFound } from '../state/problem.ts';
import { diffOfPull, filesOfPull } from '../state/pull-numbers.ts';
import type { World } from '../state/world.ts';
import { actingUser, asked, cookieFor, people, viewerFor } from './acting-user.ts';
import { checkPage } from './check-page.ts';
import { type Found, foundIssue, foundRepository } from './found.ts';
import type { Html } from './html.ts';
import { issuePage } from './issue-page.ts';
import { layout } from './layout.ts';
import { newIssuePage } from './new-issue-page.ts';
import { pullPage } from './pull-page.ts';
import { repositoriesPage } from './repositories-page.ts';
import { repositoryPage } from './repository-page.ts';

const runSchema = z.object({ run: z.coerce.number().catch(0) });

export function registerPages(app: FastifyInstance, { world }: ServerContext): void {
  const show = shower(world);
  app.get('/', (request, reply) => {
    const viewer = viewerFor(actingUser(world, request));
    const content = repositoriesPage(visibleRepositories(world, viewer), world.clock());
    return show({ request, reply, title: 'GitHub simulator', content });
  });
  app.get('/:owner/:repo', (request, reply) => {
    const { repository } = foundRepository(world, request);
    const content = repositoryPage({ repository, gitUrl: world.urls.web, nowMs: world.clock() });
    return show({ request, reply, title: fullName(repository), content, repository });
  });
  app.get('/:owner/:repo/issues/new', (request, reply) => {
    const { repository, role } = foundRepository(world, request);
    const content = newIssuePage(repository, atLeast(role, 'triage'));
    return show({ request, reply, title: `New issue · ${fullName(repository)}`, content, repository });
  });
  app.get('/:owner/:repo/issues/:number', (request, reply) => {
    const { repository, issue, ...found } = foundIssue(world, request);
    if (issue.pull) return reply.redirect(`/${fullName(repository)}/pull/${issue.number}`);
    const content = issuePage({
      repository,
      issue,
      nowMs: world.clock(),
      may: rights({ ...found, repository }),
    });
    return show({ request, reply, title: `${issue.title} · #${issue.number}`, content, repository });
  });
  registerCheckPage(app, world);
  app.get('/:owner/:repo/pull/:number.diff', async (request, reply) => {
    const { repository, issue } = foundIssue(world, request);
    if (!isPullRequest(issue)) throw notFound();
    return reply.type('text/plain; charset=utf-8').send(await diffOfPull(world, repository, issue));
  });
  app.get('/:owner/:repo/pull/:number', async (request, reply) => {
    const { repository, issue, ...found } = foundIssue(world, request);
    if (!isPullRequest(issue)) return reply.redirect(`/${fullName(repository)}/issues/${issue.number}`);
    const facts = await factsOf(world, repository, issue);
    const may = rights({ ...found, repository });
    const content = pullPage({ repository, issue, nowMs: world.clock(), may, ...facts });
    return show({ request, reply, title: `${issue.title} · #${issue.number}`, content, repository });
  });
}

function registerCheckPage(app: FastifyInstance, world: World): void {
  const show = shower(world);
  for (const address of ['/:owner/:repo/runs/:run', '/:owner/:repo/actions/runs/:suite/job/:run'])
    app.get(address, (request, reply) => {
      const { repository } = foundRepository(world, request);
      const run = repository.checkRuns.find(({ id }) => id === runSchema.parse(request.params).run);
      if (!run) throw notFound();
      return show({ request, reply, title: run.name, content: checkPage(run), repository });
    });
}

type Shown = {
  request: FastifyRequest;
  reply: FastifyReply;
  title: string;
  content: Html;
  repository?: Repository;
};

function shower(world: World) {
  return ({ request, reply, title, content, repository }: Shown): FastifyReply => {
    const login = asked(request);
    if (login !== null)
      return reply.header('set-cookie', cookieFor(login)).redirect(request.url.replace(/\?.*$/, ''));
    const actingAs = actingUser(world, request);
    const trail = repository ? [{ text: fullName(repository), href: `/${fullName(repository)}` }] : [];
    const page = layout({ title, trail, content, actingAs, people: people(world) });
    return reply.type('text/html; charset=utf-8').header('cache-control', 'no-store').send(page);
  };
}

function rights({ user, role, repository }: Found) {
  const open = user !== null && !repository.archived;
  return { comment: open && atLeast(role, 'read'), triage: open && atLeast(role, 'triage') };
}

async function factsOf(world: World, repository: Repository, issue: PullRequest) {
  const { baseSha, headSha } = issue.pull;
  const revisions = [`${baseSha}..${headSha}`];
  const [commits, files, mergeable] = await Promise.all([
    listCommits(world.git, { path: repository.path, revisions }),
    filesOfPull(world, repository, issue),
    issue.state === 'open' ? canMerge(world, repository, issue) : null,
  ]);
  const checks = latestCheckRuns(repository, headSha).reverse();
  return { commits: commits.reverse(), files, mergeable, checks };
}
