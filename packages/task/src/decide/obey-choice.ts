import type { Command } from '../commands/command.ts';
import { inlineCode } from '../comments/escape-markdown.ts';
import type { Priority } from '../priority.ts';
import { obeyAnswer } from './obey-answer.ts';
import type { Order } from './obey-command.ts';
import { openTask, reply, type Scene, triggerOf, type Utterance } from './scene.ts';

export function prioritize(scene: Scene, utterance: Utterance, priority: Priority): void {
  const task = openTask(scene);
  if (scene.place === 'issue') scene.decisions.push({ do: 'label_priority', priority });
  if (task !== null) scene.decisions.push({ do: 'prioritize', taskId: task.id, priority });
  else if (scene.place === 'pull_request')
    reply(scene, utterance, { body: scene.ended ?? 'Nothing is queued here.' });
}

export function chooseModel(scene: Scene, utterance: Utterance, model: string) {
  const { task, rules, status } = scene;
  if (task === null) return reply(scene, utterance, { body: 'There is no task yet to choose a model for.' });
  if (scene.place === 'pull_request' && scene.ended !== null)
    return reply(scene, utterance, { body: scene.ended });
  if (rules.allowedModels !== null && !rules.allowedModels.includes(model))
    return reply(scene, utterance, { body: notAllowed(model, rules.allowedModels) });
  scene.decisions.push({ do: 'choose_model', taskId: task.id, model });
  if (status === 'dispatched' || status === 'running')
    reply(scene, utterance, { body: `The next run uses ${inlineCode(model)}; the present one goes on.` });
}

function notAllowed(model: string, allowed: readonly string[]): string {
  const names = allowed.slice(0, 20).map((each) => inlineCode(each));
  return `${inlineCode(model)} may not be used here. These may: ${names.join(', ')}.`;
}

/** Dollars are an answer when the money was used up, and a gift otherwise. */
export function grantOrAnswer(scene: Scene, order: Order<Extract<Command, { name: 'continue' }>>) {
  const { utterance, at, command } = order;
  const kind = scene.asked !== null && at > scene.asked.at ? scene.asked.question.kind : null;
  const task = openTask(scene);
  if (command.usd === null || kind === 'budget') return obeyAnswer(scene, order);
  if (task === null) return reply(scene, utterance, { body: scene.ended ?? 'Nothing is running here.' });
  scene.decisions.push({ do: 'grant', taskId: task.id, by: triggerOf(utterance), usd: command.usd });
  if (kind === 'rounds') obeyAnswer(scene, order);
}
