import { taskView } from '@opencode-commander/control';
import type { TaskId } from '@opencode-commander/task';
import type { Cli } from '../cli.ts';
import type { Opened } from '../open-control.ts';
import { plain } from '../show/plain.ts';
import { waitingFor } from '../show/waiting-for.ts';

/** Says why a queued task does not begin, each time that this is something else, until the function it resolves to is called. */
export async function tellWaits(
  cli: Cli,
  { backbone: { store } }: Pick<Opened, 'backbone'>,
  id: TaskId,
): Promise<() => Promise<void>> {
  let told: string | null = null;
  const look = async () => {
    const task = await store.get(id);
    const reason = task?.status === 'queued' ? waitingFor(taskView(task), cli.now()) : null;
    if (reason !== null && reason !== told) cli.say(plain(`Task ${id} ${reason}`));
    told = reason;
  };
  // What Redis does not tell is missed: the task itself is followed by others.
  const lookIfThere = () => void look().catch(() => undefined);
  const stop = await store.onChange((changed) => {
    if (changed === id) lookIfThere();
  });
  lookIfThere();
  return stop;
}
