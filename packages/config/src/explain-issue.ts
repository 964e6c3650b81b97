import type { z } from 'zod';
import type { Origin, Problem } from './config-error.ts';
import type { Document } from './document/document.ts';
import { valueAt } from './document/value-at.ts';
import { CATALOGUE, entryAt, SECTIONS } from './schema/schema.ts';
import { nearest } from './suggest.ts';

/** What one finding of the schema means to the person who wrote the configuration. */
export function explainIssue(issue: z.core.$ZodIssue, document: Document): Problem[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => unknownKey([...issue.path, key], document.originOf([...issue.path, key])));
  }
  const entry = entryAt(issue.path);
  const key = nameOf(issue.path);
  const origin = document.originOf(issue.path);
  if (!entry) return [{ key, value: null, allowed: sectionAllowed(issue.path), origin }];
  const place = issue.path.slice(0, entry.pattern.length);
  const value = entry.isSecret ? null : shown(valueAt(document.value, issue.path));
  const allowed =
    value === null && !entry.isSecret ? `is missing: ${entry.allowed}` : `must be ${entry.allowed}`;
  return [{ key: nameOf(place), value, allowed, origin }];
}

/** `github.token`, `repo[0].name`. */
export function nameOf(place: readonly PropertyKey[]): string {
  return place.reduce<string>((name, step) => {
    if (typeof step === 'number') return `${name}[${step}]`;
    return name === '' ? String(step) : `${name}.${String(step)}`;
  }, '');
}

/** What is no key. The value itself is never shown: it may be a secret under a misspelt name. */
export function unknownKey(place: readonly PropertyKey[], origin: Origin): Problem {
  return { key: nameOf(place), value: null, allowed: `no such key; ${suggestion(place)}`, origin };
}

function suggestion(place: readonly PropertyKey[]): string {
  const above = entryAt(place.slice(0, -1));
  if (above)
    return `${nameOf(place.slice(0, above.pattern.length))} has none below it: it is ${above.allowed}`;
  const word = String(place.at(-1));
  const siblings = siblingsOf(place);
  const near = nearest(word, siblings);
  if (near) return `did you mean ${nameOf([...place.slice(0, -1), near])}?`;
  const elsewhere = CATALOGUE.filter(({ pattern }) => pattern.at(-1) === word);
  if (elsewhere.length > 0)
    return `did you mean ${elsewhere.map(({ pattern }) => pattern.join('.')).join(' or ')}?`;
  // Where no key can stand, what is above it is wrong already.
  return siblings.length === 0 ? suggestion(place.slice(0, -1)) : `there are ${siblings.join(', ')}`;
}

/** Names of keys, and at the root of sections, that may stand at a place. */
function siblingsOf(place: readonly PropertyKey[]): string[] {
  const depth = place.length;
  const keys = CATALOGUE.filter(
    ({ pattern }) =>
      pattern.length === depth && pattern.slice(0, -1).every((step, i) => step === '*' || step === place[i]),
  ).map(({ pattern }) => String(pattern.at(-1)));
  return depth === 1 ? [...keys, ...SECTIONS.flatMap(({ name }) => name || [])] : keys;
}

function sectionAllowed(place: readonly PropertyKey[]): string {
  const section = SECTIONS.find(({ name }) => name === place[0]);
  if (place[0] === 'llm' && place.length > 1)
    return 'must be a table [llm.<provider>], its name of letters, digits, ".", "_" and "-"';
  return `must be a table, written as ${section?.heading || 'key = value'}`;
}

function shown(value: unknown): string | null {
  if (value === undefined || value === null) return null;
  let text = typeof value === 'string' || typeof value === 'object' ? JSON.stringify(value) : String(value);
  // Also where none is allowed, somebody may have written a password into a URL.
  text = text.replace(/\/\/[^/\s]*@/g, '//[secret]@');
  return text.length > 80 ? `${text.slice(0, 77)}…` : text;
}
