import {
  type HeardSoFar,
  questionOperation,
  type Said,
  type Task,
  WRITE_OPERATIONS,
  wasHeard,
} from '@opencode-commander/task';
import type { ThreadPlace } from '../memory/thread-memory.ts';
import type { Poller } from '../poller.ts';
import type { ReadComment } from '../threads/read-comments.ts';

type Heard = { handled: boolean } & Omit<Said, 'what'>;
type Spoken<Review, Remark> = {
  comments: readonly ReadComment[];
  reviews: readonly Review[];
  remarks: readonly Remark[];
};

/** Notes what was dealt with before Redis forgot about it, and gives all of it as it is to be heard now. */
export async function markHeard<Review extends Heard, Remark extends Heard>(
  { memory }: Pick<Poller, 'memory'>,
  place: ThreadPlace,
  { comments, reviews, remarks, soFar }: Spoken<Review, Remark> & { soFar: HeardSoFar },
): Promise<Spoken<Review, Remark>> {
  const mark = async <T extends Heard>(what: Said['what'], items: readonly T[]): Promise<T[]> => {
    const marked: T[] = [];
    for (const item of items) {
      const heard = !item.handled && wasHeard({ ...item, what }, soFar);
      if (heard) await memory.rememberHandled(place, `${what}:${item.id}`);
      marked.push(heard ? { ...item, handled: true } : item);
    }
    return marked;
  };
  const others = comments.filter(({ ours }) => ours === null);
  const marked = new Map((await mark('comment', others)).map((comment) => [comment.id, comment]));
  return {
    comments: comments.map((comment) => marked.get(comment.id) ?? comment),
    reviews: await mark('review', reviews),
    remarks: await mark('remark', remarks),
  };
}

/** When one of our status comments was last written; null without one. */
export function statusAt(comments: readonly ReadComment[]): string | null {
  const instants = comments.flatMap(({ ours, updatedAt }) =>
    ours?.operation === WRITE_OPERATIONS.status ? [updatedAt] : [],
  );
  return instants.sort().at(-1) ?? null;
}

/** Our comment that asks what a task waits for; undefined where there is none. */
export function askedOn(
  comments: readonly ReadComment[],
  { id, status, question }: Task,
): ReadComment | undefined {
  if (status !== 'waiting_human' || question === null) return undefined;
  const operation = questionOperation(question.number);
  return comments.find(({ ours }) => ours?.task === id && ours.operation === operation);
}
