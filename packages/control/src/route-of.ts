import type { OperationName } from './operations.ts';

/** Where an operation is asked for over HTTP, with POST: `queue.list` at `/api/queue/list`. */
export function routeOf(name: OperationName): string {
  return `/api/${name.replaceAll('.', '/')}`;
}
