import type { Issue } from '@opencode-commander/github';
import { PULL_REQUEST_LABEL, STATUS_LABELS, systemLabels } from '@opencode-commander/task';
import type { WatchedRepository } from '../memory/watch-memory.ts';
import type { Poller } from '../poller.ts';
import { watchOwnPull } from '../rebuild/watch-own-pull.ts';
import { triggerLabels } from '../threads/trigger-labels.ts';
import { tolerate } from '../tolerate.ts';

/** So many newcomers a tick: a thousand at once would use up an hour's requests. */
const AT_ONCE = 25;

/**
 * Sees to the repositories that are watched for the first time, or since Redis has lost everything: all labels of the system
 * are made with their colours, and the issues that were labelled before anybody looked are noted, with all that our labels and
 * pull requests show to be open. Answers whether none is left for a later tick.
 */
export async function welcomeRepositories(
  poller: Poller,
  watched: readonly WatchedRepository[],
): Promise<boolean> {
  const version = labelsOf(poller)
    .map(({ name }) => name)
    .join();
  const newcomers = watched.filter(({ welcomed }) => welcomed !== version);
  let left = newcomers.length;
  for (const repository of newcomers.slice(0, AT_ONCE))
    await tolerate(poller, repository.fullName, async () => {
      await welcome(poller, repository);
      await poller.memory.watch({ ...repository, welcomed: version });
      left -= 1;
    });
  return left === 0;
}

async function welcome(poller: Poller, { id: repoId, fullName: repo }: WatchedRepository): Promise<void> {
  await poller.github.ensureLabels(repo, labelsOf(poller));
  const numbers = new Set((await findLabelledIssues(poller, repo)).map(({ number }) => number));
  for (const pull of await poller.github.listOwnPulls(repo, PULL_REQUEST_LABEL.name)) {
    const number = await watchOwnPull(poller, { ...pull, repoId });
    if (number !== null) numbers.add(number);
  }
  await poller.memory.addPending([...numbers].map((number) => ({ repoId, repo, number })));
}

const OPEN_LABELS = (['queued', 'running', 'waiting_human', 'completed'] as const).map(
  (status) => STATUS_LABELS[status].name,
);

function labelsOf({ config }: Poller) {
  return systemLabels(config.github.triggerLabel);
}

/** The open issues of a repository that ask for work or show a task, oldest first, each once. */
async function findLabelledIssues({ github, config }: Poller, fullName: string): Promise<Issue[]> {
  const found = new Map<number, Issue>();
  for (const label of [...triggerLabels(config.github.triggerLabel), ...OPEN_LABELS])
    for (const issue of await github.listIssues(fullName, label)) found.set(issue.number, issue);
  return [...found.values()].sort((a, b) => a.number - b.number);
}
