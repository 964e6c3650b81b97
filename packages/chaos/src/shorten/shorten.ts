/**
 * The shortest list found that still fails, by taking away ever smaller parts (Zeller's ddmin). Ends when no single item
 * can go, or when `mayGoOn` says so.
 */
export async function shorten<T>(
  items: readonly T[],
  { fails, mayGoOn }: { fails: (items: readonly T[]) => Promise<boolean>; mayGoOn: () => boolean },
): Promise<readonly T[]> {
  let shortest = items;
  let parts = 2;
  while (shortest.length > 0 && mayGoOn()) {
    const without = await findFailing(shortest, parts, { fails, mayGoOn });
    if (without !== null) {
      shortest = without;
      parts = Math.max(2, parts - 1);
    } else if (parts >= shortest.length) {
      return shortest;
    } else {
      parts = Math.min(shortest.length, parts * 2);
    }
  }
  return shortest;
}

type Trying<T> = { fails: (items: readonly T[]) => Promise<boolean>; mayGoOn: () => boolean };

/** The list without one of its parts, where that still fails. */
async function findFailing<T>(
  items: readonly T[],
  parts: number,
  { fails, mayGoOn }: Trying<T>,
): Promise<readonly T[] | null> {
  const size = Math.ceil(items.length / parts);
  for (let from = 0; from < items.length && mayGoOn(); from += size) {
    const left = [...items.slice(0, from), ...items.slice(from + size)];
    if (await fails(left)) return left;
  }
  return null;
}
