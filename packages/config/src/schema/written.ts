/** A value as TOML has it: what JSON has in common with it is all that keys use. */
export function written(value: unknown): string {
  return JSON.stringify(value).replaceAll('","', '", "');
}
