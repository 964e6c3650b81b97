import type { GitHubWrite } from './github-write.ts';

/** What a write is, in a few words for people; where it goes is not among them. */
export function describeWrite(write: GitHubWrite): string {
  switch (write.kind) {
    case 'status':
      return 'status';
    case 'comment':
      return `comment ${write.operation}`;
    case 'reaction':
      return `reaction ${write.content}`;
    case 'labels':
      return ['labels', ...write.add.map((name) => `+${name}`)].join(' ');
    case 'review_reply':
      return 'answer to a remark';
    case 'review_request':
      return `review by ${write.reviewers.join(', ')}`;
    case 'delete_branch':
      return `deletion of ${write.branch}`;
  }
}
