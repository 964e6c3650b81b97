import {
  type CommentSnapshot,
  type ReactionSnapshot,
  snapshotComment,
  snapshotReaction,
} from '../snapshots.ts';
import { deleteComment, editComment, react } from '../state/comments.ts';
import { type Issue, isPullRequest, type Reaction, type ReactionContent } from '../state/entities.ts';
import { type IssueScope, updateIssue } from '../state/issues.ts';
import type { World } from '../state/world.ts';
import { type SeedTarget, scopesIn, withId } from './scopes.ts';

/** `comment`: one below the issue, or one of a review, by its id; absent: the issue itself. */
type SeedReactionTarget = { repo: string; number: number; comment?: number };

export type TalkSeeding = {
  editIssue(change: SeedTarget & { title?: string; body?: string }): void;
  close(target: SeedTarget): void;
  reopen(target: SeedTarget): void;
  label(change: SeedTarget & { name: string }): void;
  unlabel(change: SeedTarget & { name: string }): void;
  editComment(change: SeedTarget & { comment: number; body: string }): CommentSnapshot;
  deleteComment(target: SeedTarget & { comment: number }): void;
  react(reaction: SeedReactionTarget & { by?: string; content: ReactionContent }): void;
  reactions(target: SeedReactionTarget): ReactionSnapshot[];
};

/** What people say and do on issues and pull requests after they are filed. */
export function createTalkSeeding(world: World): TalkSeeding {
  const scopes = scopesIn(world);
  const namesOf = ({ issue }: IssueScope) => issue.labels.map((label) => label.name);
  return {
    editIssue: ({ repo, number, by, ...patch }) =>
      updateIssue(world, scopes.issue(targetOf({ repo, number, by })), patch),
    close: (target) => updateIssue(world, scopes.issue(target), { state: 'closed' }),
    reopen: (target) => updateIssue(world, scopes.issue(target), { state: 'open' }),
    label({ name, ...target }) {
      const scope = scopes.issue(target);
      updateIssue(world, scope, { labels: [...namesOf(scope), name] });
    },
    unlabel({ name, ...target }) {
      const scope = scopes.issue(target);
      updateIssue(world, scope, { labels: namesOf(scope).filter((other) => other !== name) });
    },
    editComment({ comment: id, body, ...target }) {
      const scope = scopes.issue(target);
      const comment = withId(scope.issue.comments, id);
      editComment(world, { ...scope, comment }, body);
      return snapshotComment(comment);
    },
    deleteComment({ comment: id, ...target }) {
      const scope = scopes.issue(target);
      deleteComment(world, { ...scope, comment: withId(scope.issue.comments, id) });
    },
    react({ comment, content, ...target }) {
      const { issue, actor } = scopes.issue(target);
      react(world, reactionsOf(issue, comment), { user: actor.user, content });
    },
    reactions: ({ comment, ...target }) =>
      reactionsOf(scopes.issue(target).issue, comment).map(snapshotReaction),
  };
}

function targetOf({
  repo,
  number,
  by,
}: {
  repo: string;
  number: number;
  by: string | undefined;
}): SeedTarget {
  return { repo, number, ...(by === undefined ? {} : { by }) };
}

function reactionsOf(issue: Issue, comment: number | undefined): Reaction[] {
  if (comment === undefined) return issue.reactions;
  const ofReviews = isPullRequest(issue) ? issue.pull.reviewComments : [];
  return withId([...issue.comments, ...ofReviews], comment).reactions;
}
