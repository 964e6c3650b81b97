import { NoSuchRequestError } from './session-error.ts';

/** The request that is meant: the one of this id, or the only one that waits. Throws NoSuchRequestError. */
export function chooseRequest<T extends { requestId: string }>(
  waiting: readonly T[],
  { id, what }: { id: string | undefined; what: 'permission' | 'question' },
): T {
  const meant = id === undefined ? waiting : waiting.filter(({ requestId }) => requestId === id);
  const [only] = meant;
  if (only !== undefined && meant.length === 1) return only;
  throw new NoSuchRequestError(
    what,
    waiting.map(({ requestId }) => requestId),
  );
}
