import { isVouched } from '../new-task.ts';
import type { Task } from '../task.ts';
import { openTask, reply, type Scene, triggerOf, type Utterance } from './scene.ts';

/** Runs again what failed or was stopped. */
export function obeyRetry(scene: Scene, utterance: Utterance) {
  const { task, status } = scene;
  const by = triggerOf(utterance);
  if (task?.retriedBy === by) return finishRetry(scene, task, by);
  const why = whyNot(scene);
  if (task === null || why !== null) return reply(scene, utterance, { body: why ?? NO_TASK });
  const revives = (status === 'cancelled' || !isVouched(task)) && task.round === 0;
  scene.decisions.push(revives ? { do: 'accept', revive: true, by } : { do: 'retry', taskId: task.id, by });
  scene.status = 'queued';
}

/** This very word has had it tried again, by whoever died before that was noted: what follows from it is done again. */
function finishRetry({ decisions }: Scene, task: Task, by: string): void {
  if (isVouched(task)) decisions.push({ do: 'retry', taskId: task.id, by });
}

const NO_TASK = 'No agent has this yet: a trigger label on the issue gives it to one.';

function whyNot(scene: Scene): string | null {
  const { task, status, ended, place } = scene;
  if (ended !== null) return ended;
  if (task === null) return NO_TASK;
  if (openTask(scene) !== null) return 'The task has not ended: there is nothing to retry.';
  if (status === 'completed' || (place === 'pull_request' && task.round === 0))
    return place === 'issue'
      ? `There is a pull request already${task.prUrl === null ? '' : `: ${task.prUrl}`}. Say there what is missing.`
      : 'Nothing failed here. Say `/commander` and what is missing.';
  if ((status === 'cancelled' || !isVouched(task)) && place === 'issue' && !scene.mayRevive)
    return 'The task was withdrawn: put the trigger label on the issue again.';
  return null;
}
