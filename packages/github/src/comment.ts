import type { Marker } from '@opencode-commander/task';
import { z } from 'zod';
import { ourMarker, type Us } from './our-marker.ts';
import { reactionsSchema } from './reactions.ts';

/** A comment of an issue or pull request. */
export type Comment = {
  id: number;
  /** Login; null when the account is gone. */
  author: string | null;
  /** Markdown. */
  body: string;
  createdAt: string;
  /** Later than `createdAt` when it was edited. */
  updatedAt: string;
  url: string;
  /** Somebody put an eye or a thumb on it, as we do on what was obeyed and on answers. */
  noticed: boolean;
  /** The marker we signed it with; null for everybody else's, whatever they quote. */
  marker: Marker | null;
};

const commentSchema = z.object({
  id: z.number(),
  html_url: z.string(),
  body: z.string().nullish(),
  user: z.object({ login: z.string() }).nullish(),
  created_at: z.string(),
  updated_at: z.string(),
  reactions: reactionsSchema,
});

/** Comments of an issue as GitHub gives them. */
export function toComments(answer: unknown, us: Us): Comment[] {
  return z
    .array(commentSchema)
    .parse(answer)
    .map((comment) => {
      const text = { author: comment.user?.login ?? null, body: comment.body ?? '' };
      return {
        ...text,
        id: comment.id,
        createdAt: comment.created_at,
        updatedAt: comment.updated_at,
        url: comment.html_url,
        noticed: comment.reactions,
        marker: ourMarker(text, us),
      };
    });
}
