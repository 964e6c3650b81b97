import type { Cli } from './cli.ts';
import { describeDispatched, dispatchIssue, type IssueToDispatch } from './dispatch-issue.ts';
import { openClient } from './open-client.ts';

/** `commander enqueue`: puts an issue into the queue, or says where it is there. */
export async function enqueueIssue(
  cli: Cli,
  { json, ...wanted }: IssueToDispatch & { json: boolean },
): Promise<void> {
  const client = await openClient(cli);
  const dispatched = await dispatchIssue(cli, client, wanted);
  cli.print(json ? JSON.stringify(dispatched) : describeDispatched(dispatched));
  if (dispatched.task.status !== 'queued') return;
  const { dispatchers } = await client.ask('status', { recent: 0 });
  if (!dispatchers.some(({ alive }) => alive))
    cli.say('No dispatcher is at work: start one with commander up.');
}
