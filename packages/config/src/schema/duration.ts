const UNITS = { d: 86_400_000, h: 3_600_000, m: 60_000, s: 1_000, ms: 1 } as const;
const DURATION = /^(?:\d{1,15}(?:d|h|m|s|ms))+$/;
const PART = /(\d+)(ms|d|h|m|s)/g;

/** Milliseconds of `30s`, `5m`, `1h30m`; null when it is none. */
export function parseDuration(text: string): number | null {
  if (!DURATION.test(text)) return null;
  let sum = 0;
  for (const [, count, unit] of text.matchAll(PART)) sum += Number(count) * unitOf(unit);
  return Number.isSafeInteger(sum) ? sum : null;
}

/** The shortest text that `parseDuration` reads as `ms`. */
export function formatDuration(ms: number): string {
  const found = Object.entries(UNITS).find(([, size]) => ms % size === 0 && ms >= size);
  return found ? `${ms / found[1]}${found[0]}` : `${ms}ms`;
}

function unitOf(unit: string | undefined): number {
  return Object.entries(UNITS).find(([name]) => name === unit)?.[1] ?? Number.NaN;
}
