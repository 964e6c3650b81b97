import { InputError, type InputOf } from '@opencode-commander/control';
import { statusSchema } from '@opencode-commander/task';
import { z } from 'zod';

export type TasksFilter = Pick<InputOf<'tasks.list'>, 'statuses' | 'repo' | 'cursor'>;

const addressSchema = z.object({ status: statusSchema.optional() });

/** What an address asks for; all but the status is judged by the operation. Throws InputError. */
export function readFilter(params: URLSearchParams): TasksFilter {
  // The form sends an empty one for all.
  const { data, error } = addressSchema.safeParse({ status: params.get('status') || undefined });
  if (error) throw new InputError(error);
  const repo = params.get('repo')?.trim();
  const cursor = params.get('cursor');
  return {
    ...(data.status !== undefined && { statuses: [data.status] }),
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
