/** An entry of a log as Redis has it. */
export type Entry = [cursor: string, fields: string[]];

/** What a reader holds who does not come for more, in bytes: one entry at least. */
const MOST_BYTES = 32_000;
const MOST_ENTRIES = 200;
const FIRST_ENTRIES = 4;

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
    count = fits ? Math.min(2 * asked, MOST_ENTRIES, likelyToFit(found)) : entries.length;
    return { entries, isAll: fits && found.length < asked };
  };
}

/** How many more like these fit: what is read and does not is held for a while, too. */
function likelyToFit(entries: Entry[]): number {
  const bytes = entries.reduce((sum, entry) => sum + sizeOf(entry), 0);
  return Math.max(1, Math.floor((MOST_BYTES * entries.length) / Math.max(1, bytes)));
}

function sizeOf([, fields]: Entry): number {
  return fields.reduce((sum, { length }) => sum + length, 0);
}

function whatFits(entries: Entry[]): Entry[] {
  let bytes = 0;
  const end = entries.findIndex((entry, i) => {
    bytes += sizeOf(entry);
    return i > 0 && bytes > MOST_BYTES;
  });
  return end < 0 ? entries : entries.slice(0, end);
}
