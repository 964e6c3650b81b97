import type { Repository } from '@opencode-commander/github';
import { systemLabels } from '@opencode-commander/task';
import type { Poller } from './poller.ts';

/** Sees to it, once per repository, that all labels of the system are there with their colours. */
export async function prepareLabels(
  { github, memory, config }: Poller,
  { id, fullName }: Repository,
): Promise<void> {
  const labels = systemLabels(config.github.triggerLabel);
  const version = labels.map(({ name }) => name).join();
  if ((await memory.labelsOf(id)) === version) return;
  await github.ensureLabels(fullName, labels);
  await memory.rememberLabels(id, version);
}
