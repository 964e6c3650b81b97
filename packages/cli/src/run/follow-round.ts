import type { ControlClient } from '@opencode-commander/control';
import type { LoggedEvent } from '@opencode-commander/queue';
import type { TaskEvent, TaskId } from '@opencode-commander/task';
import { presentRound } from './present-round.ts';

/** The next event waits until what it gives has settled. */
export type OnEvent = (event: TaskEvent) => void | Promise<void>;

export type Following = { id: TaskId; signal: AbortSignal; onEvent: OnEvent };

/** Hands over every event of the task's present round until it has ended. */
export async function followRound(client: ControlClient, { id, signal, onEvent }: Following): Promise<void> {
  const past: LoggedEvent[] = [];
  for await (const logged of client.logs({ id, follow: false, signal })) past.push(logged);
  const after = presentRound(past);
  for await (const { event } of client.logs({ id, follow: true, ...(after && { after }), signal }))
    await onEvent(event);
}
