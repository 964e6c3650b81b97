import type { Command } from '../commands/command.ts';
import { obeyAnswer } from './obey-answer.ts';
import type { Order } from './obey-command.ts';
import { openTask, reply, type Scene, triggerOf } from './scene.ts';

/** Dollars are an answer when the money was used up, and a gift otherwise. */
export function obeyContinue(scene: Scene, order: Order<Extract<Command, { name: 'continue' }>>) {
  const { utterance, at, command } = order;
  const kind = scene.asked !== null && at > scene.asked.at ? scene.asked.question.kind : null;
  const task = openTask(scene);
  if (command.usd === null || kind === 'budget') return obeyAnswer(scene, order);
  if (task === null) return reply(scene, utterance, { body: scene.ended ?? 'Nothing is running here.' });
  scene.decisions.push({ do: 'grant', taskId: task.id, by: triggerOf(utterance), usd: command.usd });
  if (kind === 'rounds') obeyAnswer(scene, order);
}
