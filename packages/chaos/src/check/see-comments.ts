import { findMarker } from '@opencode-commander/task';
import { BOT, MARKER_KEY, type World } from '../world.ts';
import type { CommentSeen } from './snapshot.ts';

/** What is said below an issue or pull request. */
export function seeComments({ github }: Pick<World, 'github'>, repo: string, number: number): CommentSeen[] {
  return github.comments(repo, number).map(({ id, author, body }) => {
    const isOurs = author === BOT;
    return { id, isOurs, body, marker: isOurs ? findMarker(body, MARKER_KEY) : null };
  });
}
