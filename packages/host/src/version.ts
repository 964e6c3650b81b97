/** The first dotted number in what a program says of its version, null when there is none. */
export function findVersion(text: string): string | null {
  return /\d+(?:\.\d+)+/.exec(text)?.[0] ?? null;
}

/** Whether `version` is `floor` or newer, number by number. */
export function isAtLeast(version: string, floor: string): boolean {
  const have = version.split('.').map(Number);
  for (const [i, wanted] of floor.split('.').map(Number).entries()) {
    const part = have[i] ?? 0;
    if (part !== wanted) return part > wanted;
  }
  return true;
}
