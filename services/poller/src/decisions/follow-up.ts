import { followThrough } from '@opencode-commander/control';
import { ChangedMeanwhileError } from '@opencode-commander/queue';
import { newFollowUp, type Task } from '@opencode-commander/task';
import type { Poller } from '../poller.ts';
import { announceQuestion } from './announce-question.ts';
import type { PullDecision } from './carry-out-decision.ts';
import type { PullOccasion } from './occasion.ts';

/**
 * Makes the pull request's next round a task, exactly once: the id follows from the round. Throws ChangedMeanwhileError
 * when somebody else made that round of something else: what calls for this one is left for the next look.
 */
export async function followUp(
  poller: Poller,
  { followUp: cause, round, ask }: Extract<PullDecision, { do: 'follow_up' }>,
  { root, latest: parent, thread }: PullOccasion,
): Promise<void> {
  const { store, config, log } = poller;
  const pull = { number: thread.number, nodeId: thread.nodeId, url: thread.url };
  const { humanMs } = config.timeouts;
  const wanted = newFollowUp({ parent, root, pull, followUp: cause, round, ask, now: poller.now(), humanMs });
  const created = (await store.create(wanted)) === 'created';
  if (created) log.info({ task: wanted.id, pull: thread.url }, `follow-up: ${cause.kind}`);
  // Whoever made it may have died before it said so.
  const task = created ? wanted : await store.get(wanted.id);
  if (task !== null && !dealsWith(task, cause.triggers)) throw new ChangedMeanwhileError(task.id, 'followUp');
  if (task?.status !== 'queued' && task?.status !== 'waiting_human') return;
  await announceQuestion(poller, task);
  await followThrough(poller, task);
}

function dealsWith({ followUp }: Task, triggers: readonly string[]): boolean {
  return triggers.every((trigger) => followUp?.triggers.includes(trigger));
}
