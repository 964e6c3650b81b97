import type { OperationName } from '@opencode-commander/control';

/** Where an operation is asked for, with POST: `queue.list` at `/api/queue/list`. */
export function routeOf(name: OperationName): string {
  return `/api/${name.replaceAll('.', '/')}`;
}
