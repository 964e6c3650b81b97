/** What merged pull requests have cost, in US dollars. */
export type MergedSum = { pulls: number; usd: number; meanUsd: number | null; medianUsd: number | null };

/** Of each pull request what all the work on it has cost; null for the mean and median of none. */
export function sumMerged(costs: readonly number[]): MergedSum {
  const usd = costs.reduce((sum, cost) => sum + cost, 0);
  const pulls = costs.length;
  return { pulls, usd, meanUsd: pulls === 0 ? null : usd / pulls, medianUsd: medianOf(costs) };
}

function medianOf(costs: readonly number[]): number | null {
  const sorted = costs.toSorted((a, b) => a - b);
  const middle = sorted.slice(Math.ceil(sorted.length / 2) - 1, Math.floor(sorted.length / 2) + 1);
  return middle.length === 0 ? null : middle.reduce((sum, cost) => sum + cost, 0) / middle.length;
}
