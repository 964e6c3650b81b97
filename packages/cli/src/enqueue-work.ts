import type { Cli } from './cli.ts';
import { describeDispatched, dispatchWork, type WorkToDispatch } from './dispatch-work.ts';
import { openClient } from './open-client.ts';

/** `commander enqueue`: puts work into the queue, or says where it is there. */
export async function enqueueWork(
  cli: Cli,
  { json, ...wanted }: WorkToDispatch & { json: boolean },
): Promise<void> {
  const client = await openClient(cli);
  const dispatched = await dispatchWork(cli, client, wanted);
  cli.print(json ? JSON.stringify(dispatched) : describeDispatched(dispatched));
  if (dispatched.task.status !== 'queued') return;
  const { dispatchers } = await client.ask('status', { recent: 0 });
  if (!dispatchers.some(({ alive }) => alive))
    cli.say('No dispatcher is at work: start one with commander up.');
}
