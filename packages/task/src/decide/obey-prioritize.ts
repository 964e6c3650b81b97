import type { Priority } from '../priority.ts';
import { openTask, reply, type Scene, type Utterance } from './scene.ts';

export function obeyPrioritize(scene: Scene, utterance: Utterance, priority: Priority): void {
  const task = openTask(scene);
  if (scene.place === 'issue') scene.decisions.push({ do: 'label_priority', priority });
  if (task !== null) scene.decisions.push({ do: 'prioritize', taskId: task.id, priority });
  else if (scene.place === 'pull_request')
    reply(scene, utterance, { body: scene.ended ?? 'Nothing is queued here.' });
}
