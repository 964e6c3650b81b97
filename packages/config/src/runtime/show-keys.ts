import type { Origin } from '../config-error.ts';
import type { Document } from '../document/document.ts';
import { valueAt } from '../document/value-at.ts';
import { CATALOGUE, type CatalogueEntry } from '../schema/schema.ts';
import { written } from '../schema/written.ts';

/** A key with the value it has, for people. */
export type ShownKey = {
  key: string;
  /** As one would write it in TOML; null for a secret, and where there is none. */
  value: string | null;
  /** What holds where there is no value. */
  otherwise: string | null;
  /** Null for what is no secret. */
  secret: { isSet: boolean; reference: string | null } | null;
  origin: Origin;
  live: boolean;
};

/** Every key, those of each provider and repository that the document names; none of them shows a secret. */
export function showKeys(document: Document): ShownKey[] {
  return CATALOGUE.flatMap((entry) => placesOf(entry, document).map((place) => show(entry, place, document)));
}

type Place = (string | number)[];

function placesOf({ pattern }: CatalogueEntry, { value }: Document): Place[] {
  const [section = '', any, key = ''] = pattern;
  if (any !== '*') return [[...pattern]];
  const named = valueAt(value, [section]);
  if (Array.isArray(named)) return named.map((_, i) => [section, i, key]);
  return Object.keys(typeof named === 'object' && named !== null ? named : {}).map((name) => [
    section,
    name,
    key,
  ]);
}

function show(entry: CatalogueEntry, place: Place, document: Document): ShownKey {
  const given = valueAt(document.value, place);
  const isGiven = given !== undefined && given !== null;
  const { default: fallback, isSecret, live } = entry;
  const otherwise = !isGiven && fallback !== null && 'words' in fallback ? fallback.words : null;
  const value = isGiven || fallback === null || !('value' in fallback) ? given : fallback.value;
  const origin = isGiven ? document.originOf(place) : ({ kind: 'default' } as const);
  return {
    key: keyOf(place, document),
    value: isSecret || value === undefined || value === null ? null : written(value),
    otherwise,
    secret: isSecret ? { isSet: isGiven, reference: referenceOf(given) } : null,
    origin,
    live,
  };
}

function keyOf([section = '', name, key = '']: Place, { value }: Document): string {
  if (name === undefined) return String(section);
  if (typeof name === 'string') return key === '' ? `${section}.${name}` : `${section}.${name}.${key}`;
  return `${section}.${String(valueAt(value, [section, name, 'name']))}.${key}`;
}

/** Where the secret is; null where it stands itself. Somebody may have put one behind `env:`. */
function referenceOf(given: unknown): string | null {
  if (typeof given !== 'string') return null;
  const reference = given.trim();
  return /^(env:[A-Z][A-Z0-9_]{0,63}|file:.+|op:\/\/.+)$/s.test(reference) ? reference : null;
}
