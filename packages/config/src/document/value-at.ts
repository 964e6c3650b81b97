/** The value at a place of nested objects and arrays; undefined where nothing is. */
export function valueAt(value: unknown, place: readonly PropertyKey[]): unknown {
  return place.reduce<unknown>((inner, step) => {
    if (typeof inner !== 'object' || inner === null) return inner;
    return Object.entries(inner).find(([key]) => key === String(step))?.[1];
  }, value);
}
