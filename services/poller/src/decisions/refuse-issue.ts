import { enqueueWrite } from '@opencode-commander/queue';
import { type TaskId, WRITE_OPERATIONS } from '@opencode-commander/task';
import type { Poller } from '../poller.ts';

const REFUSAL = `Thank you for the suggestion. An agent only begins when somebody with write access to this repository adds the label, so this issue waits for one of them.`;

/**
 * Says, once, that whoever labelled the issue may not start an agent. The marker of the comment remembers it for good; the
 * memory only spares looking for it at every tick.
 */
export async function refuseIssue(
  { memory, queues, log }: Poller,
  { id, repo, number }: { id: TaskId; repo: string; number: number },
): Promise<void> {
  if (await memory.wasRefused(id)) return;
  log.info({ issue: `${repo}#${number}` }, 'refused: not labelled by somebody trusted');
  const { refused: operation } = WRITE_OPERATIONS;
  const write = { kind: 'comment', taskId: id, epoch: 0, operation, body: REFUSAL } as const;
  await enqueueWrite(queues, { ...write, at: { repo, number } });
  await memory.rememberRefusal(id);
}
