import type { Cli } from './cli.ts';
import { describeDispatched, dispatchIssue, type IssueToDispatch } from './dispatch-issue.ts';

/** `commander enqueue`: puts an issue into the queue, or says where it is there. */
export async function enqueueIssue(
  cli: Cli,
  { json, ...wanted }: IssueToDispatch & { json: boolean },
): Promise<void> {
  const { dispatched, backbone } = await dispatchIssue(cli, wanted);
  cli.print(json ? JSON.stringify(dispatched) : describeDispatched(dispatched));
  if (dispatched.task.status === 'queued' && (await backbone.queues.tasks.getWorkers()).length === 0)
    cli.say('No dispatcher is at work: start one with commander up.');
}
