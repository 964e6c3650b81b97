import type { Fault, Planned } from './fault.ts';

/** Says which faults are due as a run hits its failpoints. Pure but for what it counts. */
export type ScheduleWatch = {
  /** Counts a hit; what is due now, and what is ordered for this very point (null: nothing). */
  hit(point: string): { due: Fault[]; here: Extract<Fault, { kind: 'failpoint' }> | null };
  /** Gives the next fault that waits for progress, due or not; null: there is none. */
  next(): Fault | null;
  /** Those not come to yet. */
  left(): readonly Planned[];
  counts(): ReadonlyMap<string, number>;
};

export function watchSchedule(planned: readonly Planned[]): ScheduleWatch {
  let left = [...planned];
  let total = 0;
  const counts = new Map<string, number>();
  const take = (wanted: (planned: Planned) => boolean): Fault[] => {
    const taken = left.filter(wanted);
    left = left.filter((each) => !taken.includes(each));
    return taken.map(({ fault }) => fault);
  };
  return {
    hit(point) {
      total += 1;
      const count = (counts.get(point) ?? 0) + 1;
      counts.set(point, count);
      const due = take(({ at }) => 'hits' in at && at.hits <= total);
      // A point that was passed while another fault was ordered for it has its turn at the next hit.
      const ordered = left.find(({ at }) => 'point' in at && at.point === point && at.nth <= count);
      if (ordered === undefined || ordered.fault.kind !== 'failpoint') return { due, here: null };
      left = left.filter((each) => each !== ordered);
      return { due, here: ordered.fault };
    },
    next() {
      const first = left.find(({ at }) => 'hits' in at);
      return first === undefined ? null : (take((each) => each === first)[0] ?? null);
    },
    left: () => left,
    counts: () => counts,
  };
}
