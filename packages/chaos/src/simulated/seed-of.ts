/** The seed of one of many schedules, so that each can be played alone. */
export function seedOf(seed: number, schedule: number): number {
  return (Math.imul(seed, 0x9e3779b1) ^ Math.imul(schedule + 1, 0x85ebca6b)) >>> 0;
}
