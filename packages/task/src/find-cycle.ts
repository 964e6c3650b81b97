/** What each issue waits for, by `owner/repo#12`. */
export type DependencyGraph = ReadonlyMap<string, readonly string[]>;

/** Issues that wait for each other, in order, so that none of them could ever begin; null when there are none. */
export function findCycle(_graph: DependencyGraph): string[] | null {
  return null;
}
