import type { Entry, Place } from '../document/document.ts';
import type { Overrides } from './override.ts';
import { readKey } from './read-key.ts';

/**
 * Overrides as entries of the document, beside what is written there: a repository that the file does not name is added to
 * its end. What is no key, or none that can change, is left out.
 */
export function overrideEntries(
  overrides: Overrides,
  written: readonly Entry[],
): { entries: Entry[]; places: ReadonlyMap<string, Place> } {
  const indices = new Map(written.flatMap(repositoryIndex));
  const entries: Entry[] = [];
  const places = new Map<string, Place>();
  for (const [key, { value, by, at }] of Object.entries(overrides)) {
    const { steps, entry } = readKey(key);
    if (!entry?.live) continue;
    const origin = { kind: 'runtime', by, at } as const;
    const [section = '', name = '', setting = ''] = steps;
    let place: Place = steps;
    if (section === 'repo') {
      const index = indices.get(name) ?? Math.max(-1, ...indices.values()) + 1;
      if (!indices.has(name)) entries.push({ place: ['repo', index, 'name'], value: name, origin });
      indices.set(name, index);
      place = ['repo', index, setting];
    }
    places.set(key, place);
    entries.push({ place, value, origin });
  }
  return { entries, places };
}

function repositoryIndex({ place: [section, index, key], value }: Entry): [string, number][] {
  if (section !== 'repo' || typeof index !== 'number' || key !== 'name') return [];
  return [[String(value).trim().toLowerCase(), index]];
}
