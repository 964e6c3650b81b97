import { answer, tellAnswered, tellWhere } from './hear-answer.ts';
import type { Order } from './obey-command.ts';
import { reply, type Scene } from './scene.ts';

/** A command that answers the task's question, as far as it was said after that. */
export function obeyAnswer(scene: Scene, { utterance, at }: Order) {
  const { asked, task } = scene;
  if (asked === null || task === null || (utterance.what === 'comment' && at < asked.at))
    return reply(scene, utterance, { body: scene.ended ?? 'Nothing waits for that at present.' });
  if (asked.answeredBy !== null) return tellAnswered(scene, utterance, asked.answeredBy);
  if (utterance.what !== 'comment') return tellWhere(scene, { utterance, asked, task });
  answer(scene, { utterance, asked, task });
}
