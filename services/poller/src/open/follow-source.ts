import { changeTask } from '@opencode-commander/control';
import type { Source, Task } from '@opencode-commander/task';
import type { Poller } from '../poller.ts';

/** Has the task know what its repository is called now. */
export async function followSource(poller: Poller, { id, source }: Task, fullName: string): Promise<void> {
  if (source.repo === fullName) return;
  poller.log.info({ task: id, from: source.repo, to: fullName }, 'its repository has another name now');
  await changeTask(poller, id, (task) =>
    task.source.repo === fullName ? null : { patch: { source: renamed(task.source, fullName) } },
  );
}

function renamed(source: Source, repo: string): Source {
  return { ...source, repo, url: source.url.replace(`/${source.repo}/`, `/${repo}/`) };
}
