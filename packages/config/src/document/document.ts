import type { Origin } from '../config-error.ts';

/** Steps from the document's root: names of tables and keys, indices of arrays. */
export type Place = readonly (string | number)[];

/** A value and where in the document it stands. */
export type Entry = { place: Place; value: unknown; origin: Origin };

/** What the file and the environment say together. */
export type Document = {
  /** Nested plain objects and arrays. */
  value: unknown;
  /** Where the value at a place, or the nearest one around or below it, came from. */
  originOf(place: readonly PropertyKey[]): Origin;
};

/** Puts entries together; of two at the same place the later one counts. */
export function documentOf(entries: readonly Entry[]): Document {
  const root: Node = new Map();
  for (const { place, value } of entries) put(root, place, value);
  return {
    value: plain(root),
    originOf: (place) => originAt(entries, place),
  };
}

type Node = Map<string | number, unknown>;

function put(root: Node, place: Place, value: unknown): void {
  let node = root;
  for (const step of place.slice(0, -1)) {
    const next = node.get(step);
    const table: Node = next instanceof Map ? next : new Map();
    if (next !== table) node.set(step, table);
    node = table;
  }
  const last = place.at(-1);
  if (last === undefined) return;
  // A table that is already there keeps its keys.
  if (!(isTable(value) && node.get(last) instanceof Map)) node.set(last, isTable(value) ? new Map() : value);
}

/** The marker of a table without keys of its own. */
export const EMPTY_TABLE: unique symbol = Symbol('empty table');

function isTable(value: unknown): boolean {
  return value === EMPTY_TABLE;
}

function plain(value: unknown): unknown {
  if (!(value instanceof Map)) return value;
  const entries = [...value].map(([key, inner]) => [key, plain(inner)] as const);
  const isList = entries.length > 0 && entries.every(([key]) => typeof key === 'number');
  return isList ? entries.map(([, inner]) => inner) : Object.fromEntries(entries);
}

function originAt(entries: readonly Entry[], place: readonly PropertyKey[]): Origin {
  for (let length = place.length; length > 0; length--) {
    const around = place.slice(0, length);
    const found = entries.findLast((entry) => around.every((step, i) => step === entry.place[i]));
    if (found) return found.origin;
  }
  return { kind: 'default' };
}
