import {
  type Comment,
  fullName,
  type Issue,
  type Reaction,
  type ReactionContent,
  type Repository,
  type User,
} from './entities.ts';
import type { IssueScope } from './issues.ts';
import type { World } from './world.ts';

export function addComment(world: World, scope: IssueScope, body: string): Comment {
  const now = world.now();
  const { user, app } = scope.actor;
  const comment: Comment = {
    id: world.nextId(),
    author: user,
    app,
    body,
    reactions: [],
    createdAt: now,
    updatedAt: now,
  };
  scope.issue.comments.push(comment);
  tell(world, { ...scope, comment }, 'created');
  return comment;
}

/** A comment and the issue it stands under. */
export type PlacedComment = { issue: Issue; comment: Comment };

export function findComment(repository: Repository, id: number): PlacedComment | null {
  return allComments(repository).find(({ comment }) => comment.id === id) ?? null;
}

export function allComments(repository: Repository): PlacedComment[] {
  return repository.issues.flatMap((issue) => issue.comments.map((comment) => ({ issue, comment })));
}

export type CommentScope = IssueScope & { comment: Comment };

export function editComment(world: World, scope: CommentScope, body: string): void {
  scope.comment.body = body;
  scope.comment.updatedAt = world.now();
  tell(world, scope, 'edited');
}

export function deleteComment(world: World, scope: CommentScope): void {
  scope.issue.comments = scope.issue.comments.filter((other) => other !== scope.comment);
  tell(world, scope, 'deleted');
}

/** The same reaction by the same person is one reaction: `created` says whether it is new. */
export function react(
  world: World,
  reactions: Reaction[],
  { user, content }: { user: User; content: ReactionContent },
): { reaction: Reaction; created: boolean } {
  const found = reactions.find((reaction) => reaction.user === user && reaction.content === content);
  if (found) return { reaction: found, created: false };
  const reaction: Reaction = { id: world.nextId(), user, content, createdAt: world.now() };
  reactions.push(reaction);
  return { reaction, created: true };
}

function tell(world: World, { repository, issue, comment, actor }: CommentScope, action: string): void {
  world.happened({ event: 'issue_comment', action, repository, issue, comment, sender: actor.user });
  issue.updatedAt = world.now();
  world.changed({ kind: 'comment', repo: fullName(repository), number: issue.number });
}
