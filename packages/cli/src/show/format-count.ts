const COMPACT = new Intl.NumberFormat('en-US', { notation: 'compact', maximumFractionDigits: 1 });

/** A large number in few characters, such as `1.2M`. */
export function formatCount(count: number): string {
  return COMPACT.format(count);
}
