import type { Repository } from '@opencode-commander/github';
import { enqueueMissing } from '@opencode-commander/queue';
import { discoverRepositories } from './discover-repositories.ts';
import { findLabelledIssues } from './find-labelled-issues.ts';
import type { Poller } from './poller.ts';
import { prepareLabels } from './prepare-labels.ts';
import { refreshPositions } from './refresh-positions.ts';
import { takeIssue } from './take-issue.ts';
import { tolerate } from './tolerate.ts';
import { type Sighting, withdrawTasks } from './withdraw-tasks.ts';

/** One look at GitHub: what is labelled becomes a task, what no longer asks for work is withdrawn. */
export async function tick(poller: Poller, signal: AbortSignal): Promise<void> {
  const sightings: Sighting[] = [];
  for (const repository of await discoverRepositories(poller)) {
    signal.throwIfAborted();
    const numbers = await tolerate(poller, repository.fullName, () => visit(poller, repository));
    if (numbers !== null) sightings.push({ repoId: repository.id, numbers });
  }
  await enqueueMissing(poller.queues, poller.store);
  const queued = await poller.store.list({ statuses: ['queued'] });
  await refreshPositions(poller, await withdrawTasks(poller, queued, sightings));
}

/** The numbers of the issues that ask for work in one repository, each seen to. */
async function visit(poller: Poller, repository: Repository): Promise<number[]> {
  await prepareLabels(poller, repository);
  const issues = await findLabelledIssues(poller, repository.fullName);
  for (const issue of issues)
    await tolerate(poller, `${repository.fullName}#${issue.number}`, () =>
      takeIssue(poller, { repository, issue }),
    );
  return issues.map(({ number }) => number);
}
