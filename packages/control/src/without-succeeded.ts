type Beating = { alive: boolean; startedAt: string; seenMsAgo: number };

/** Without those that have a successor: another one of the same kind that started after they were last seen. */
export function withoutSucceeded<Seen extends Beating>(
  seen: readonly Seen[],
  { isSame, now }: { isSame: (one: Seen, other: Seen) => boolean; now: Date },
): Seen[] {
  const isSucceeded = (each: Seen) => {
    const lastSeen = now.getTime() - each.seenMsAgo;
    return seen.some(
      (other) => other !== each && isSame(each, other) && Date.parse(other.startedAt) > lastSeen,
    );
  };
  return seen.filter((each) => each.alive || !isSucceeded(each));
}
