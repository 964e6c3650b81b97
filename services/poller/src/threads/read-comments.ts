import type { Comment, Trust } from '@opencode-commander/github';
import type { ThreadComment } from '@opencode-commander/task';
import { HANDLED_DAYS, type ThreadPlace } from '../memory/thread-memory.ts';
import type { Poller } from '../poller.ts';

/** A comment as it was read, with what tells whether it was heard before. */
export type ReadComment = ThreadComment & Pick<Comment, 'createdAt' | 'updatedAt' | 'noticed'>;

/** The comments of an issue or pull request with what is known of them; only authors of new ones are judged. */
export async function readComments(poller: Poller, place: ThreadPlace, trust: Trust): Promise<ReadComment[]> {
  const handled = await poller.memory.handled(place);
  const comments: ReadComment[] = [];
  for (const comment of await poller.github.listComments(place.repo, place.number)) {
    const { id, author, body, marker, createdAt, updatedAt, noticed } = comment;
    const isHandled = handled.has(`comment:${id}`) || isForgotten(createdAt, poller.now());
    const trusted = marker === null && !isHandled && (await trust(place.repo, author));
    comments.push({
      ...{ id, author, trusted, ours: marker, body, handled: isHandled },
      ...{ createdAt, updatedAt, noticed },
    });
  }
  return comments;
}

const DAY_MS = 24 * 60 * 60 * 1000;

/** So old that the memory of having dealt with it may be gone. */
export function isForgotten(createdAt: string, now: Date): boolean {
  return now.getTime() - Date.parse(createdAt) > (HANDLED_DAYS - 1) * DAY_MS;
}
