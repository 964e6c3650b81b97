import { COST_DAYS, dayOf } from '@opencode-commander/queue';
import { EXIT_CODES, OperatorError } from '@opencode-commander/task';

/** Costs are asked for from a time of which nothing is known (any more, or yet). */
export class PeriodError extends OperatorError {
  readonly exitCode = EXIT_CODES.configuration;
}

const DAY_MS = 86_400_000;
const UNITS = { h: 3_600_000, d: DAY_MS } as const;

/** `24h`, `7d`, or a day such as 2026-11-01. */
export function isSince(text: string): boolean {
  return /^\d{1,5}[hd]$/.test(text) || isDay(text);
}

/**
 * The days (UTC), the first one first, from the one that `since` falls on until today; `since` is what `isSince` takes. Throws
 * PeriodError.
 */
export function daysSince(since: string, now: Date): string[] {
  const today = dayOf(now);
  const first = isDay(since) ? since : dayOf(new Date(Math.max(0, now.getTime() - durationMs(since))));
  const oldest = dayOf(new Date(now.getTime() - COST_DAYS * DAY_MS));
  if (first > today) throw new PeriodError(`${since} is yet to come: today is ${today} (UTC)`);
  if (first < oldest)
    throw new PeriodError(`Costs are kept for ${COST_DAYS} days: ask for those since ${oldest} or later`);
  const length = (Date.parse(today) - Date.parse(first)) / DAY_MS + 1;
  return Array.from({ length }, (_, i) => dayOf(new Date(Date.parse(first) + i * DAY_MS)));
}

function durationMs(text: string): number {
  return Number.parseInt(text, 10) * (text.endsWith('h') ? UNITS.h : UNITS.d);
}

/** There is no 30th of February, which Date would take for the 2nd of March. */
function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const at = new Date(text);
  return !Number.isNaN(at.getTime()) && dayOf(at) === text;
}
