import type { CommandPlace } from '../commands/command.ts';
import { parseCommand } from '../commands/parse-command.ts';
import { replyOperation, threadReplyOperation } from '../write-operation.ts';

/** Something somebody said, with what it shows of having been heard. */
export type Said = {
  what: 'comment' | 'review' | 'remark';
  id: number;
  body: string;
  createdAt: string;
  /** Somebody put an eye or a thumb on it, as we do on what we obey and on answers. */
  noticed: boolean;
};

export type HeardSoFar = {
  place: CommandPlace;
  /** What the rounds of the pull request were called for by. */
  triggers: ReadonlySet<string>;
  /** Operations of what we wrote on the thread. */
  written: ReadonlySet<string>;
  /** When our status comment was last changed; null without one. */
  statusAt: string | null;
  /** When the question was asked that still waits; null without one. */
  askedAt: string | null;
};

/**
 * Whether something was dealt with before Redis forgot about it, so that it is not dealt with twice. What was noticed after
 * our status was last written may have had no effect that is left: it is heard again, and so is the answer to what waits.
 */
export function wasHeard(said: Said, { place, triggers, written, statusAt, askedAt }: HeardSoFar): boolean {
  const { what, id, body, createdAt, noticed } = said;
  if (triggers.has(`${what}:${id}`) || written.has(replyOperation(said))) return true;
  if (what === 'remark' && written.has(threadReplyOperation(id))) return true;
  if (what === 'review' || !noticed || statusAt === null) return false;
  const command = parseCommand(body, place);
  // A wish stays open until a round is made of it.
  if (place === 'pull_request' && (command?.name === 'fix' || command?.name === 'do')) return false;
  const isBefore = Date.parse(createdAt) <= Date.parse(statusAt);
  return isBefore && (askedAt === null || Date.parse(createdAt) < Date.parse(askedAt));
}
