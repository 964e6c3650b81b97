/** The same work; each call waits until the ones before it have ended, however they did. */
export function oneAtATime<Args extends unknown[], T>(
  work: (...args: Args) => Promise<T>,
): (...args: Args) => Promise<T> {
  let before: Promise<unknown> = Promise.resolve();
  return (...args) => {
    const turn = before.then(() => work(...args));
    before = Promise.allSettled([turn]);
    return turn;
  };
}
