import { z } from 'zod';
import { listed } from '../http/answer.ts';
import { parseBody } from '../http/parse-body.ts';
import { type ActingCall, type RepositoryCall, type Route, reading, writing } from '../http/route.ts';
import { react } from '../state/comments.ts';
import { REACTIONS, type Reaction } from '../state/entities.ts';
import { viewReaction } from '../views/issue.ts';
import { commentOf } from './comments.ts';
import { issueOf } from './issue-of.ts';
import { reviewCommentOf } from './review-comments.ts';

const reactionSchema = z.object({ content: z.enum(REACTIONS) });
const ISSUE = '/repos/{owner}/{repo}/issues/{issue_number}/reactions';
const COMMENT = '/repos/{owner}/{repo}/issues/comments/{comment_id}/reactions';
const REVIEW_COMMENT = '/repos/{owner}/{repo}/pulls/comments/{comment_id}/reactions';

export const reactionRoutes: readonly Route[] = [
  reading(`GET ${ISSUE}`, (call) => list(call, issueOf(call).reactions)),
  writing(`POST ${ISSUE}`, 'read', (call) => add(call, issueOf(call).reactions)),
  reading(`GET ${COMMENT}`, (call) => list(call, commentOf(call).comment.reactions)),
  writing(`POST ${COMMENT}`, 'read', (call) => add(call, commentOf(call).comment.reactions)),
  reading(`GET ${REVIEW_COMMENT}`, (call) => list(call, reviewCommentOf(call).comment.reactions)),
  writing(`POST ${REVIEW_COMMENT}`, 'read', (call) => add(call, reviewCommentOf(call).comment.reactions)),
];

function list(call: RepositoryCall, reactions: readonly Reaction[]) {
  return listed(call, { items: reactions, render: (reaction) => viewReaction(call.world, reaction) });
}

function add(call: ActingCall, reactions: Reaction[]) {
  const { content } = parseBody(reactionSchema, call.body, 'Reaction');
  const { reaction, created } = react(call.world, reactions, { user: call.actor.user, content });
  return { status: created ? 201 : 200, body: viewReaction(call.world, reaction) };
}
