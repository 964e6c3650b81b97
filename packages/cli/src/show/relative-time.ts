const SECOND = { name: 's', ms: 1_000 } as const;
const UNITS = [
  { name: 'd', ms: 86_400_000 },
  { name: 'h', ms: 3_600_000 },
  { name: 'min', ms: 60_000 },
  SECOND,
] as const;

/**
 * How long until an ISO instant, rounded, in the largest unit of which there are two: `in 5 min`, `in 36 h`; `now` when
 * it is past or within a second.
 */
export function timeUntil(at: string, now: Date): string {
  const left = Date.parse(at) - now.getTime();
  if (left < 1_000) return 'now';
  const { ms, name } = UNITS.find((unit) => left >= 2 * unit.ms) ?? SECOND;
  return `in ${Math.round(left / ms)} ${name}`;
}

/** How long ago an ISO instant was, in its largest whole unit: `5 min ago`; `now` within a second, `-` for null. */
export function relativeTime(at: string | null, now: Date): string {
  if (at === null) return '-';
  const passed = now.getTime() - Date.parse(at);
  const unit = UNITS.find(({ ms }) => passed >= ms);
  return unit === undefined ? 'now' : `${Math.floor(passed / unit.ms)} ${unit.name} ago`;
}
