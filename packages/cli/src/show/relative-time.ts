const UNITS = [
  { name: 'd', ms: 86_400_000 },
  { name: 'h', ms: 3_600_000 },
  { name: 'min', ms: 60_000 },
  { name: 's', ms: 1_000 },
] as const;

/** How long until an ISO instant, in its largest whole unit: `in 5 min`; `now` when it is past or within a second. */
export function timeUntil(at: string, now: Date): string {
  const left = Date.parse(at) - now.getTime();
  const unit = UNITS.find(({ ms }) => left >= ms);
  return unit === undefined ? 'now' : `in ${Math.floor(left / unit.ms)} ${unit.name}`;
}

/** How long ago an ISO instant was, in its largest whole unit: `5 min ago`; `now` within a second, `-` for null. */
export function relativeTime(at: string | null, now: Date): string {
  if (at === null) return '-';
  const passed = now.getTime() - Date.parse(at);
  const unit = UNITS.find(({ ms }) => passed >= ms);
  return unit === undefined ? 'now' : `${Math.floor(passed / unit.ms)} ${unit.name} ago`;
}
