import { enqueueWrite, positionOf } from '@opencode-commander/queue';
import type { Task } from '@opencode-commander/task';
import type { Poller } from '../poller.ts';

/** How far down the queue every step is told; GitHub allows few writes. */
const NEAR = 10;

/** Has the status comments of queued tasks written anew where their position is not what they say. */
export async function refreshPositions(
  { memory, queues }: Pick<Poller, 'memory' | 'queues'>,
  queued: readonly Task[],
): Promise<void> {
  const written = await memory.positions();
  for (const { id } of queued) {
    const position = await positionOf(queues, id);
    const said = written.get(id);
    if (said === undefined || position === null || !isWorthTelling(said, position)) continue;
    await enqueueWrite(queues, { kind: 'status', taskId: id });
    // The write looks for itself; until it comes no other is asked for.
    await memory.rememberPosition(id, position);
  }
}

/** Every step among the next ten, every tenth step behind them. */
export function isWorthTelling(said: number, position: number): boolean {
  return position <= NEAR ? position !== said : Math.abs(position - said) >= NEAR;
}
