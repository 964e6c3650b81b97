import { createHash } from 'node:crypto';
import type { GitHubWrite, WritePlace } from './github-write.ts';

/**
 * The idempotency key of a write, computed from nothing but the write: what has the same key is carried out once, the newest
 * for all of them. So a comment's key leaves out its text, and the key of labels says which labels are concerned, not whether
 * they come or go. It is fit to be BullMQ's id of a job: no colon, no bare number.
 */
export function writeKey(write: GitHubWrite): string {
  return partsOf(write).join('-');
}

function partsOf(write: GitHubWrite): (string | number)[] {
  switch (write.kind) {
    case 'status':
      return [write.kind, write.taskId];
    case 'comment': {
      const { kind, taskId, operation, at, once } = write;
      // The same operation may be for several threads: somebody is refused on the issue and on its pull request.
      const there = at === undefined ? [] : [place(at)];
      // What stands in for a lost comment must not take the place of one that is on its way.
      return [kind, taskId, operation, ...there, ...(once ? ['once'] : [])];
    }
    case 'reaction':
      return [write.kind, place(write.at), write.to, write.commentId, write.content];
    case 'labels':
      return [write.kind, place(write.at), digest([...write.add, ...write.remove])];
    case 'review_reply':
      return [write.kind, place(write.at), write.taskId, write.commentId];
    case 'review_request':
      return [write.kind, place(write.at), digest(write.reviewers)];
    case 'delete_branch':
      return [write.kind, named(write.repo), digest([write.branch, write.sha])];
  }
}

function place({ repo, number }: WritePlace): string {
  return `${named(repo)}.${number}`;
}

/** An owner has no dot in its name, so that the first one divides. */
function named(repo: string): string {
  return repo.toLowerCase().replace('/', '.');
}

const DIGITS = 12;

/** The same for the same names in any order. */
function digest(names: readonly string[]): string {
  const sorted = [...new Set(names)].sort();
  return createHash('sha256').update(JSON.stringify(sorted)).digest('hex').slice(0, DIGITS);
}
