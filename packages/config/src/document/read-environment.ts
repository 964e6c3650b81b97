import type { Problem } from '../config-error.ts';
import { CATALOGUE, type CatalogueEntry, SECTIONS } from '../schema/schema.ts';
import { keyOfVariable, variableOf } from '../schema/variable.ts';
import { nearest } from '../suggest.ts';
import type { Entry } from './document.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * What the `COMMANDER_…` variables say. An empty one counts as not set. A variable that names a section but no key
 * of it, or is one slip away from a known one, is a problem; any other is somebody else's.
 */
export function readEnvironment(
  env: Environment,
  providers: readonly string[],
): { entries: Entry[]; problems: Problem[] } {
  const entries: Entry[] = [];
  const problems: Problem[] = [];
  for (const [name, value] of Object.entries(env)) {
    if (!name.startsWith('COMMANDER_') || !value?.trim()) continue;
    const origin = { kind: 'variable', name } as const;
    const known = keyOfVariable(name, providers);
    if (known) entries.push({ place: known.place, value: fromText(value, known.entry), origin });
    else if (isOurs(name)) problems.push({ key: name, value: null, allowed: unknownVariable(name), origin });
  }
  return { entries, problems };
}

/** A text that is no such value stays a text, and the schema refuses it with all the others. */
function fromText(value: string, { form }: CatalogueEntry): unknown {
  const trimmed = value.trim();
  if (form === 'list') return trimmed.split(',').flatMap((item) => (item.trim() === '' ? [] : [item.trim()]));
  if (form === 'integer') return /^[+-]?\d{1,15}$/.test(trimmed) ? Number(trimmed) : value;
  if (form === 'number') return /^[+-]?\d{1,12}(\.\d{1,6})?$/.test(trimmed) ? Number(trimmed) : value;
  if (form === 'boolean') return BOOLEANS.get(trimmed.toLowerCase()) ?? value;
  return value;
}

const BOOLEANS = new Map([
  ['true', true],
  ['1', true],
  ['yes', true],
  ['on', true],
  ['false', false],
  ['0', false],
  ['no', false],
  ['off', false],
]);

/** A slip is looked for behind the prefix that all share. */
function nearestVariable(name: string): string | null {
  const without = (variable: string) => variable.slice('COMMANDER_'.length);
  const found = nearest(without(name), VARIABLES.map(without));
  return found && `COMMANDER_${found}`;
}

const VARIABLES = CATALOGUE.flatMap((entry) => variableOf(entry) ?? []);
/** Variables of our own programs that are no keys. */
const OTHERS = ['COMMANDER_CONFIG', 'COMMANDER_TEST_PREFIX'];

function isOurs(name: string): boolean {
  if (OTHERS.includes(name)) return false;
  const inSection = SECTIONS.some(
    (section) => section.name && name.startsWith(`COMMANDER_${section.name.toUpperCase()}_`),
  );
  return inSection || nearestVariable(name) !== null;
}

function unknownVariable(name: string): string {
  const suggestion = nearestVariable(name);
  if (suggestion) return `no such key; did you mean ${suggestion}?`;
  const section = SECTIONS.find((s) => s.name && name.startsWith(`COMMANDER_${s.name.toUpperCase()}_`));
  const known = section?.entries.flatMap((entry) => variableOf(entry) ?? []) ?? [];
  return known.length > 0
    ? `no such key; there are ${known.join(', ')}`
    : 'no such key: [[repo]] has no variables, use the file';
}
