import type { InputOf } from '@opencode-commander/control';
import { statusSchema } from '@opencode-commander/task';

export type TasksFilter = Pick<InputOf<'tasks.list'>, 'statuses' | 'repo' | 'cursor'>;

/** What an address asks for; an unknown status is none, and the rest is judged by the operation. */
export function readFilter(params: URLSearchParams): TasksFilter {
  const status = statusSchema.safeParse(params.get('status'));
  const repo = params.get('repo')?.trim();
  const cursor = params.get('cursor');
  return {
    ...(status.success && { statuses: [status.data] }),
    ...(repo && { repo }),
    ...(cursor && { cursor }),
  };
}

/** The address of a page of tasks. */
export function addressOf({ statuses = [], repo, cursor }: TasksFilter): string {
  const params = new URLSearchParams();
  for (const status of statuses) params.append('status', status);
  if (repo !== undefined) params.set('repo', repo);
  if (cursor !== undefined) params.set('cursor', cursor);
  return params.size === 0 ? '/tasks' : `/tasks?${params}`;
}
