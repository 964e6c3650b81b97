import { setTimeout as delay } from 'node:timers/promises';
import type { ControlClient } from '@opencode-commander/control';
import type { TaskId } from '@opencode-commander/task';
import type { Cli } from '../cli.ts';
import { plain } from '../show/plain.ts';
import { waitingFor } from '../show/waiting-for.ts';

const LOOK_MS = 2_000;

/** Says why a queued task does not begin, each time that this is something else, until `signal` aborts. */
export async function tellWaits(
  cli: Pick<Cli, 'say' | 'now'>,
  client: Pick<ControlClient, 'ask'>,
  { id, signal }: { id: TaskId; signal: AbortSignal },
): Promise<never> {
  let told: string | null = null;
  for (;;) {
    // What cannot be asked at the moment is asked again: the task itself is followed by others.
    const found = await client.ask('tasks.show', { task_id: id }).catch(() => null);
    if (found !== null) {
      const reason = found.task.status === 'queued' ? waitingFor(found.task, cli.now()) : null;
      if (reason !== null && reason !== told) cli.say(plain(`Task ${id} ${reason}`));
      told = reason;
    }
    await delay(LOOK_MS, undefined, { signal });
  }
}
