const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];

/** Bytes in a unit of memory, such as `512 MiB`. */
export function formatBytes(bytes: number): string {
  let [amount, unit] = [bytes, 0];
  while (amount >= 1_000 && unit < UNITS.length - 1) {
    amount /= 1_024;
    unit += 1;
  }
  return `${amount < 10 && unit > 0 ? amount.toFixed(1) : amount.toFixed(0)} ${UNITS[unit]}`;
}
