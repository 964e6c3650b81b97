import { parseCommand } from '../commands/parse-command.ts';
import { hearAnswer } from './hear-answer.ts';
import { obeyCommand } from './obey-command.ts';
import { refusePolitely } from './refuse-politely.ts';
import { finish, react, type Scene, type Utterance, wasStoppedBy } from './scene.ts';
import type { ThreadComment } from './thread.ts';

/** Hears the new comments up to `until` (an index), oldest first; of those behind it only who says stop. */
export function hearComments(scene: Scene, comments: readonly ThreadComment[], until: number): void {
  for (const [at, comment] of comments.entries()) {
    if (comment.ours !== null || comment.handled) continue;
    if (at < until || parseCommand(comment.body, scene.place)?.name === 'stop')
      hear(scene, { what: 'comment', ...comment }, at);
  }
}

/** One utterance: what people without the right say is never obeyed, and talk among people is no one's order. */
export function hear(scene: Scene, utterance: Utterance, at: number) {
  const command = parseCommand(utterance.body, scene.place);
  if (!utterance.trusted) {
    if (command !== null) refusePolitely(scene, utterance);
    return finish(scene, utterance);
  }
  if (command?.name !== 'stop' && wasStoppedBy(scene, utterance)) return finish(scene, utterance);
  if (command === null) {
    hearAnswer(scene, utterance, at);
    return finish(scene, utterance);
  }
  react(scene, utterance, 'eyes');
  if (obeyCommand(scene, { utterance, command, at }) === 'done') finish(scene, utterance);
}
