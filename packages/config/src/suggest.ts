/** The one of `known` that `word` was most likely meant to be, or null when none is near. */
export function nearest(word: string, known: readonly string[]): string | null {
  const reach = Math.max(1, Math.min(3, Math.floor(word.length / 4)));
  let best: { name: string; distance: number } | null = null;
  for (const name of known) {
    const distance = distanceOf(word.toLowerCase(), name.toLowerCase());
    if (distance <= reach && (best === null || distance < best.distance)) best = { name, distance };
  }
  return best?.name ?? null;
}

/** Letters to insert, remove, change or swap with their neighbour. */
function distanceOf(a: string, b: string): number {
  let before: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = at(row, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const isSwap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      const swap = isSwap ? at(before, j - 2) + 1 : Number.POSITIVE_INFINITY;
      next.push(Math.min(change, at(row, j) + 1, at(next, j - 1) + 1, swap));
    }
    before = row;
    row = next;
  }
  return at(row, b.length);
}

function at(row: readonly number[], index: number): number {
  return row[index] ?? Number.POSITIVE_INFINITY;
}
