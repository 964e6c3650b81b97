/** Without those that died and have a successor, as `isSame` says; the ones last seen come first. */
export function withoutSucceeded<Seen extends { alive: boolean }>(
  seen: readonly Seen[],
  isSame: (one: Seen, other: Seen) => boolean,
): Seen[] {
  return seen.filter((each) => each.alive || seen.find((other) => isSame(each, other)) === each);
}
