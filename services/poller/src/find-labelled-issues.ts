import type { Issue } from '@opencode-commander/github';
import type { Poller } from './poller.ts';
import { triggerLabels } from './trigger-labels.ts';

/** The open issues of a repository that ask for work, oldest first, each once. */
export async function findLabelledIssues(
  { github, config }: Pick<Poller, 'github' | 'config'>,
  fullName: string,
): Promise<Issue[]> {
  const found = new Map<number, Issue>();
  for (const label of triggerLabels(config.github.triggerLabel))
    for (const issue of await github.listIssues(fullName, label)) found.set(issue.number, issue);
  return [...found.values()].sort((a, b) => a.number - b.number);
}
