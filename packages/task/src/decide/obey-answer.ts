import { answer, tellAnswered } from './hear-answer.ts';
import type { Order } from './obey-command.ts';
import { reply, type Scene } from './scene.ts';

/** A command that answers the task's question, as far as it was said after that. */
export function obeyAnswer(scene: Scene, { utterance, at }: Order) {
  const { asked, task } = scene;
  if (asked === null || task === null || at < asked.at)
    return reply(scene, utterance, { body: 'Nothing waits for that at present.' });
  if (asked.answeredBy !== null) return tellAnswered(scene, utterance, asked.answeredBy);
  answer(scene, { utterance, asked, task });
}
