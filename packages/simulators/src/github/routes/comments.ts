import { z } from 'zod';
import { created, listed, noContent, ok } from '../http/answer.ts';
import { parseBody } from '../http/parse-body.ts';
import {
  type ActingCall,
  numberOf,
  type RepositoryCall,
  type Route,
  reading,
  writing,
} from '../http/route.ts';
import {
  addComment,
  allComments,
  deleteComment,
  editComment,
  findComment,
  type PlacedComment,
} from '../state/comments.ts';
import { notFound } from '../state/problem.ts';
import { viewComment } from '../views/issue.ts';
import { readSince } from './filter-issues.ts';
import { issueOf } from './issue-of.ts';
import { requireOwn } from './require-own.ts';

const COMMENTS = '/repos/{owner}/{repo}/issues/{issue_number}/comments';
const COMMENT = '/repos/{owner}/{repo}/issues/comments/{comment_id}';
const bodySchema = z.object({ body: z.string().min(1).max(65_536) });

export const commentRoutes: readonly Route[] = [
  reading(`GET ${COMMENTS}`, (call) => {
    const issue = issueOf(call);
    const since = readSince(call.query);
    return listed(call, {
      items: issue.comments.filter((comment) => Date.parse(comment.updatedAt) >= since),
      render: (comment) => viewComment(call.world, call.repository, { issue, comment }),
    });
  }),
  writing(`POST ${COMMENTS}`, 'read', (call) => {
    const issue = issueOf(call);
    const { body } = parseBody(bodySchema, call.body, 'IssueComment');
    const comment = addComment(call.world, { ...call, issue }, body);
    return created(viewComment(call.world, call.repository, { issue, comment }));
  }),
  reading('GET /repos/{owner}/{repo}/issues/comments', (call) => {
    const since = readSince(call.query);
    const items = allComments(call.repository)
      .filter(({ comment }) => Date.parse(comment.updatedAt) >= since)
      .sort((a, b) => order(call.query, a, b));
    return listed(call, { items, render: (placed) => viewComment(call.world, call.repository, placed) });
  }),
  reading(`GET ${COMMENT}`, (call) => ok(viewComment(call.world, call.repository, commentOf(call)))),
  writing(`PATCH ${COMMENT}`, 'read', (call) => {
    const placed = ownCommentOf(call);
    const { body } = parseBody(bodySchema, call.body, 'IssueComment');
    editComment(call.world, { ...call, ...placed }, body);
    return ok(viewComment(call.world, call.repository, placed));
  }),
  writing(`DELETE ${COMMENT}`, 'read', (call) => {
    deleteComment(call.world, { ...call, ...ownCommentOf(call) });
    return noContent();
  }),
];

/** The comment that `{comment_id}` names. @throws Problem 404 */
export function commentOf(call: RepositoryCall): PlacedComment {
  const placed = findComment(call.repository, numberOf(call, 'comment_id'));
  if (!placed) throw notFound();
  return placed;
}

function ownCommentOf(call: ActingCall): PlacedComment {
  const placed = commentOf(call);
  requireOwn(call, placed.comment.author);
  return placed;
}

function order(
  { sort, direction }: Readonly<Record<string, string>>,
  a: PlacedComment,
  b: PlacedComment,
): number {
  const key = ({ comment }: PlacedComment) => (sort === 'updated' ? comment.updatedAt : comment.createdAt);
  const ascending = key(a) === key(b) ? a.comment.id - b.comment.id : key(a) < key(b) ? -1 : 1;
  return sort !== undefined && direction === 'desc' ? -ascending : ascending;
}
