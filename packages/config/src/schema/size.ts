const UNITS: readonly string[] = ['', 'k', 'm', 'g', 't'];
const SIZE = /^(\d{1,15}(?:\.\d{1,6})?)([kmgt]?)(?:i?b)?$/i;

/** Bytes of `4g`, `512m`, `1.5GiB`, `1024`: units are powers of 1024, as Podman's are. Null when it is none. */
export function parseSize(text: string): number | null {
  const [, count, unit = ''] = SIZE.exec(text) ?? [];
  if (count === undefined) return null;
  const power = UNITS.indexOf(unit.toLowerCase());
  const bytes = Math.round(Number(count) * 1024 ** power);
  return Number.isSafeInteger(bytes) ? bytes : null;
}

/** The shortest text that `parseSize` reads as `bytes`. */
export function formatSize(bytes: number): string {
  let power = 0;
  let count = bytes;
  for (; power + 1 < UNITS.length && count >= 1024 && count % 1024 === 0; power++) count /= 1024;
  return `${count}${UNITS[power]}`;
}
