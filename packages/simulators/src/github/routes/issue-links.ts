import { z } from 'zod';
import { created, listed, ok } from '../http/answer.ts';
import { parseBody } from '../http/parse-body.ts';
import { type ActingCall, type RepositoryCall, type Route, reading, writing } from '../http/route.ts';
import { visibleRepositories } from '../state/access.ts';
import type { Issue } from '../state/entities.ts';
import { addBlocker, addSubIssue, placesOf } from '../state/issue-links.ts';
import { notFound } from '../state/problem.ts';
import { viewIssue, viewIssueWithRepository } from '../views/issue.ts';
import { issueOf } from './issue-of.ts';

const ISSUE = '/repos/{owner}/{repo}/issues/{issue_number}';
const blockerSchema = z.object({ issue_id: z.number().int() });
const subIssueSchema = z.object({ sub_issue_id: z.number().int() });

/** What issues wait for, and what they are made of. */
export const issueLinkRoutes: readonly Route[] = [
  reading(`GET ${ISSUE}/dependencies/blocked_by`, (call) => list(call, issueOf(call).blockedBy)),
  reading(`GET ${ISSUE}/dependencies/blocking`, (call) => list(call, issueOf(call).blocking)),
  writing(`POST ${ISSUE}/dependencies/blocked_by`, 'triage', (call) => {
    const issue = issueOf(call);
    const { issue_id: id } = parseBody(blockerSchema, call.body, 'Issue');
    addBlocker(call.world, { ...call, issue }, issueById(call, id));
    return created(viewIssue(call.world, call.repository, issue));
  }),
  reading(`GET ${ISSUE}/sub_issues`, (call) => list(call, issueOf(call).subIssues)),
  writing(`POST ${ISSUE}/sub_issues`, 'triage', (call) => {
    const issue = issueOf(call);
    const { sub_issue_id: id } = parseBody(subIssueSchema, call.body, 'Issue');
    addSubIssue(call.world, { ...call, issue }, issueById(call, id));
    return created(viewIssue(call.world, call.repository, issue));
  }),
  reading(`GET ${ISSUE}/parent`, (call) => {
    const { parent } = issueOf(call);
    const [placed] = visible(call, parent ? [parent] : []);
    if (!placed) throw notFound();
    return ok(viewIssueWithRepository(call.world, placed, call.viewer));
  }),
];

function list(call: RepositoryCall, issues: readonly Issue[]) {
  return listed(call, {
    items: visible(call, issues),
    render: (placed) => viewIssueWithRepository(call.world, placed, call.viewer),
  });
}

function visible({ world, viewer }: RepositoryCall, issues: readonly Issue[]) {
  const repositories = visibleRepositories(world, viewer);
  return placesOf(world, issues).filter(({ repository }) => repositories.includes(repository));
}

function issueById({ world, viewer }: ActingCall, id: number): Issue {
  const issues = visibleRepositories(world, viewer).flatMap((repository) => repository.issues);
  const found = issues.find((issue) => issue.id === id);
  if (!found) throw notFound();
  return found;
}
