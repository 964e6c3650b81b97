const UNITS = ['bytes', 'KB', 'MB', 'GB'];

/** A number of bytes for people, such as `200 MB`; a KB has 1,024 bytes. */
export function formatBytes(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 1024 && unit < UNITS.length - 1) {
    value /= 1024;
    unit += 1;
  }
  return `${Number(value.toFixed(1))} ${UNITS[unit]}`;
}
