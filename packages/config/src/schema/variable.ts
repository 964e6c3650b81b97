import { CATALOGUE, type CatalogueEntry } from './schema.ts';

/** The variable of a key: `COMMANDER_GITHUB_TOKEN`, with `<PROVIDER>` in it for a provider's; null for `[[repo]]` and `[[instance]]`. */
export function variableOf({ pattern }: Pick<CatalogueEntry, 'pattern'>): string | null {
  if (LISTS.includes(pattern[0] ?? '')) return null;
  const steps = pattern.map((step) => (step === '*' ? '<PROVIDER>' : step.toUpperCase()));
  return `COMMANDER_${steps.join('_')}`;
}

/** Sections of which there may be several without a name of their own. */
const LISTS = ['repo', 'instance'];

/** The key a variable sets and where, or null. A provider's name is taken as one of `providers`, else in small letters. */
export function keyOfVariable(
  variable: string,
  providers: readonly string[],
): { entry: CatalogueEntry; place: string[] } | null {
  for (const entry of CATALOGUE) {
    const place = placeOf(variable, entry, providers);
    if (place) return { entry, place };
  }
  return null;
}

function placeOf(variable: string, entry: CatalogueEntry, providers: readonly string[]): string[] | null {
  const template = variableOf(entry);
  if (template === variable) return [...entry.pattern];
  const [before, after] = template?.split('<PROVIDER>') ?? [];
  if (before === undefined || after === undefined) return null;
  if (!variable.startsWith(before) || !variable.endsWith(after)) return null;
  const written = variable.slice(before.length, -after.length);
  if (written === '') return null;
  const provider =
    providers.find((name) => upper(name) === written) ?? written.toLowerCase().replaceAll('_', '-');
  return entry.pattern.map((step) => (step === '*' ? provider : step));
}

function upper(name: string): string {
  return name.toUpperCase().replace(/[^A-Z0-9]/g, '_');
}
