/** An entry of a log as Redis has it. */
export type Entry = [cursor: string, fields: string[]];

/** What a reader holds who does not come for more, in bytes: one entry at least. */
const MOST_BYTES = 64_000;
const MOST_ENTRIES = 200;
const FIRST_ENTRIES = 8;

type Part = { entries: Entry[]; isAll: boolean };

/**
 * Reads a log on, a part at a time: as many entries as were small enough last time, and of them no more than may be held. `isAll`
 * says that nothing came after them.
 */
export function readAhead(read: (cursor: string, count: number) => Promise<Entry[]>) {
  let count = FIRST_ENTRIES;
  return async (cursor: string): Promise<Part> => {
    const asked = count;
    const found = await read(cursor, asked);
    const entries = whatFits(found);
    const fits = entries.length === found.length;
    count = fits ? Math.min(2 * asked, MOST_ENTRIES) : entries.length;
    return { entries, isAll: fits && found.length < asked };
  };
}

function whatFits(entries: Entry[]): Entry[] {
  let bytes = 0;
  const end = entries.findIndex(([, fields], i) => {
    bytes += fields.reduce((sum, { length }) => sum + length, 0);
    return i > 0 && bytes > MOST_BYTES;
  });
  return end < 0 ? entries : entries.slice(0, end);
}
