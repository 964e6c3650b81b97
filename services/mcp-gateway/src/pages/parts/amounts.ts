/** `$1.25`; a cent is shown as one, and less than one as a part of it. */
export function dollars(usd: number): string {
  return `$${usd.toFixed(usd > 0 && usd < 0.01 ? 4 : 2)}`;
}

const KIBI = 1024;
const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];

/** Bytes in the largest unit of which there is one. */
export function bytes(count: number): string {
  const unit = count < KIBI ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log(count) / Math.log(KIBI)));
  const amount = count / KIBI ** unit;
  return `${unit === 0 || amount >= 100 ? amount.toFixed(0) : amount.toFixed(1)} ${UNITS[unit]}`;
}

/** `950`, `12.3k`, `4.5M`. */
export function short(count: number): string {
  if (count < 1_000) return String(Math.round(count));
  if (count < 1_000_000) return `${(count / 1_000).toFixed(count < 100_000 ? 1 : 0)}k`;
  return `${(count / 1_000_000).toFixed(1)}M`;
}
