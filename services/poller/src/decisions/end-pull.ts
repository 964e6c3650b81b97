import { changeTask, followThrough, stopTask } from '@opencode-commander/control';
import { dropTask, enqueueWrite, noteMerged } from '@opencode-commander/queue';
import { isTerminal } from '@opencode-commander/task';
import type { Poller } from '../poller.ts';
import type { PullOccasion } from './occasion.ts';

const NOTHING_ASKED = { question: null, answer: null, waitsFor: null };

/** A pull request was merged or closed: nobody works on it any more, and its issue shows what came of it. */
export async function endPull(
  poller: Poller,
  state: 'merged' | 'closed',
  { root, latest, place, thread }: PullOccasion,
): Promise<void> {
  const reason = `its pull request was ${state}`;
  if (latest.id !== root.id && !isTerminal(latest.status))
    await stopTask(poller, { task_id: latest.id, reason });
  const { number, nodeId } = thread;
  const { repoId, repo } = place;
  if (state === 'merged')
    await noteMerged(poller.queues, { repoId, repo, number: root.source.number, at: poller.now() });
  // In one step: half of it would look like the whole.
  const { task } = await changeTask(poller, root.id, ({ status, pull }) => {
    const patch = { pull: { number, nodeId, state } };
    if (state === 'closed' && status !== 'failed' && status !== 'cancelled')
      return { status: 'cancelled', patch: { ...patch, ...NOTHING_ASKED }, message: reason };
    return pull?.state === state ? null : { patch };
  });
  if (task.status === 'cancelled') await dropTask(poller.queues, task.id);
  await followThrough(poller, task);
  if (state === 'merged' && poller.config.publish.deleteMergedBranches)
    await enqueueWrite(poller.queues, {
      kind: 'delete_branch',
      repo: place.repo,
      branch: root.branch,
      sha: thread.headSha,
    });
  // Last: as long as it is linked it is looked at. After that only what people say on it is heard.
  await poller.memory.rememberEndedPull({ repoId: place.repoId, number, nodeId, taskId: root.id });
  await poller.store.unlinkPull(place);
}
