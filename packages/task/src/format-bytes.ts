const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];

/** A number of bytes for people, such as `200 MiB`. */
export function formatBytes(bytes: number): string {
  let [amount, unit] = [bytes, 0];
  // Not 1023.96, which would be shown as 1024.
  while (amount >= 1_023.95 && unit < UNITS.length - 1) {
    amount /= 1_024;
    unit += 1;
  }
  return `${Number(amount.toFixed(1))} ${UNITS[unit]}`;
}
