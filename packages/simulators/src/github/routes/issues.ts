import { z } from 'zod';
import { created, listed, ok } from '../http/answer.ts';
import { labelNameSchema, parseBody } from '../http/parse-body.ts';
import { type ActingCall, type Route, reading, writing } from '../http/route.ts';
import { atLeast, roleOfUser } from '../state/access.ts';
import type { User } from '../state/entities.ts';
import { type IssuePatch, openIssue, updateIssue } from '../state/issues.ts';
import { forbidden } from '../state/problem.ts';
import { findUser } from '../state/users.ts';
import { viewIssue } from '../views/issue.ts';
import { filterIssues } from './filter-issues.ts';
import { issueOf } from './issue-of.ts';

const titleSchema = z
  .union([z.string(), z.number().transform(String)])
  .pipe(z.string().trim().min(1).max(256));
const fields = {
  body: z.string().max(65_536).nullish(),
  labels: z.array(labelNameSchema).optional(),
  assignees: z.array(z.string()).optional(),
  assignee: z.string().nullish(),
};
const newIssueSchema = z.object({ ...fields, title: titleSchema });
const patchSchema = z.object({
  ...fields,
  title: titleSchema.optional(),
  state: z.enum(['open', 'closed']).optional(),
  state_reason: z.enum(['completed', 'not_planned', 'duplicate', 'reopened']).nullish(),
});

export const issueRoutes: readonly Route[] = [
  reading('GET /repos/{owner}/{repo}/issues', (call) => {
    const { world, repository, query } = call;
    const placed = repository.issues.map((issue) => ({ repository, issue }));
    return listed(call, {
      items: filterIssues(placed, query),
      render: ({ issue }) => viewIssue(world, repository, issue),
    });
  }),
  writing('POST /repos/{owner}/{repo}/issues', 'read', (call) => {
    const { world, repository, actor } = call;
    const { title, body, labels, ...wanted } = parseBody(newIssueSchema, call.body, 'Issue');
    const trusted = atLeast(call.role, 'triage');
    // GitHub silently drops labels and assignees from those who may not set them.
    const extras = trusted ? { labels: labels ?? [], assignees: assigneesOf(call, wanted) ?? [] } : {};
    const issue = openIssue(world, { repository, actor, title, body: body ?? null, ...extras });
    return created(viewIssue(world, repository, issue));
  }),
  reading('GET /repos/{owner}/{repo}/issues/{issue_number}', (call) =>
    ok(viewIssue(call.world, call.repository, issueOf(call))),
  ),
  writing('PATCH /repos/{owner}/{repo}/issues/{issue_number}', 'read', (call) => {
    const { world, repository, actor } = call;
    const issue = issueOf(call);
    const trusted = atLeast(call.role, 'triage');
    if (!trusted && issue.author !== actor.user) throw forbidden();
    const patch = readPatch(call);
    const { labels: _labels, assignees: _assignees, ...own } = patch;
    updateIssue(world, { repository, issue, actor }, trusted ? patch : own);
    return ok(viewIssue(world, repository, issue));
  }),
];

function readPatch(call: ActingCall): IssuePatch {
  const {
    title,
    body,
    state,
    state_reason: reason,
    labels,
    ...wanted
  } = parseBody(patchSchema, call.body, 'Issue');
  const assignees = assigneesOf(call, wanted);
  return {
    ...(title === undefined ? {} : { title }),
    ...(body === undefined ? {} : { body }),
    ...(state === undefined ? {} : { state }),
    ...(reason == null ? {} : { stateReason: reason }),
    ...(labels === undefined ? {} : { labels }),
    ...(assignees === undefined ? {} : { assignees }),
  };
}

type WantedAssignees = { assignees?: string[] | undefined; assignee?: string | null | undefined };

/** Those named who can be assigned here; undefined: nothing was said about it. */
function assigneesOf(call: ActingCall, { assignees, assignee }: WantedAssignees): User[] | undefined {
  const logins = assignees ?? (assignee === undefined ? undefined : assignee === null ? [] : [assignee]);
  return logins
    ?.map((login) => findUser(call.world, login))
    .filter((user) => user !== null)
    .filter((user) => roleOfUser(call.repository, user) !== null);
}
