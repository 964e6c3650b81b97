import { z } from 'zod';

/** Whole numbers add up without rounding. */
const MICRO = 1_000_000;
/** A sum of many stays a number that Redis can add to. */
const MOST = 1e15;

/** US dollars in millionths; throws for what is no amount. */
export function toMicros(usd: number): number {
  return Math.min(Math.round(z.number().nonnegative().parse(usd) * MICRO), MOST);
}

export function toDollars(micros: number): number {
  return micros / MICRO;
}
