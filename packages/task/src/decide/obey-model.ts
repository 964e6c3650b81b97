import { inlineCode } from '../comments/escape-markdown.ts';
import { reply, type Scene, type Utterance } from './scene.ts';

export function obeyModel(scene: Scene, utterance: Utterance, model: string) {
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
