import type { FollowUp, ReviewComment } from '../follow-up.ts';
import { fence, stripHidden, stripInvisible } from '../untrusted.ts';
import { cut, cutStart } from './cut.ts';

/** What a follow-up is about; what people and machines wrote stands between fences. */
export function followUpSection(followUp: FollowUp, nonce: string): string {
  const quote = (text: string) => fence(text || '(none)', nonce);
  switch (followUp.kind) {
    case 'review':
      return reviewSection(followUp, quote);
    case 'checks':
      return checksSection(followUp, quote);
    case 'conflict':
      return [
        '## Conflict',
        'The base branch has moved, and the pull request cannot be merged any more.',
      ].join('\n');
    case 'command':
      return [
        '## Request',
        `Asked on the pull request:`,
        quote(stripHidden(cut(followUp.text, 10_000))),
      ].join('\n');
  }
}

type Quote = (text: string) => string;

const MOST_COMMENTS = 100;
const COMMENTS_SIZE = 100_000;

function reviewSection({ remarks, comments }: Extract<FollowUp, { kind: 'review' }>, quote: Quote): string {
  const shown = comments.slice(0, MOST_COMMENTS);
  // Everybody is heard: with many comments each gets less room.
  const room = Math.floor(COMMENTS_SIZE / Math.max(1, shown.length + remarks.length));
  const said = remarks.filter(({ body }) => body.trim() !== '').slice(0, MOST_COMMENTS);
  const left = comments.length - shown.length;
  return [
    '## Review',
    ...said.map(
      ({ author, body }) => `A remark as a whole:\n${quote(`${author}:\n${stripHidden(cut(body, room))}`)}`,
    ),
    ...shown.map((comment) => commentText(comment, room, quote)),
    ...(left > 0 ? [`${left} more comments are not shown; they will be worked on another time.`] : []),
  ].join('\n');
}

function commentText(comment: ReviewComment, room: number, quote: Quote): string {
  const line = comment.line === null ? '' : `:${comment.line}`;
  const hunk = comment.hunk === '' ? '' : `\n\n${cutStart(comment.hunk, Math.min(room, 3_000))}`;
  // Only a person's words can hide something: an open comment in the code must not swallow them.
  const code = stripInvisible(`${comment.path}${line}${hunk}`);
  const text = `${code}\n\n${comment.author}:\n${stripHidden(cut(comment.body, room))}`;
  return `### Comment ${comment.id}\n${quote(text)}`;
}

const MOST_CHECKS = 20;
const LOGS_SIZE = 60_000;

function checksSection({ checks, headSha }: Extract<FollowUp, { kind: 'checks' }>, quote: Quote): string {
  const shown = checks.slice(0, MOST_CHECKS);
  const room = Math.floor(LOGS_SIZE / Math.max(1, shown.length));
  return [
    '## Failed checks',
    `Of the commit ${headSha.slice(0, 12)}:`,
    ...shown.map((check) => {
      const notes = check.annotations
        .slice(0, 50)
        .map(({ path, line, message }) => `${path}:${line}: ${cut(message, 500)}`);
      const log = check.log === '' ? [] : ['Last lines of its log:', cutStart(check.log, room)];
      const said = [stripHidden(check.name), stripHidden(cut(check.summary, 5_000))];
      return quote([...said, ...[...notes, ...log].map(stripInvisible)].filter(Boolean).join('\n'));
    }),
    ...(checks.length > shown.length ? [`${checks.length - shown.length} more failed.`] : []),
  ].join('\n');
}
