import { type CatalogueEntry, SECTIONS } from '../schema/schema.ts';

/** One option of the NixOS module: `services.opencode-commander.settings.<place>`. */
type NixOption = { description: string; form: CatalogueEntry['form']; example: unknown };

/** An option by its key, or the keys of a table. */
type NixOptions = { [key: string]: NixOption | NixOptions };

/**
 * The schema as nix/module.nix reads it (nix/options.json): `sections` has the keys at the top and of each table, `named` those of
 * tables with a name of their own (`llm.<provider>`), `lists` those of `[[…]]`.
 */
export function nixOptions(): string {
  const shape: Record<'sections' | 'named' | 'lists', NixOptions> = { sections: {}, named: {}, lists: {} };
  for (const { name, heading, entries } of SECTIONS) {
    const keys = Object.fromEntries(entries.map((entry) => [entry.pattern.at(-1) ?? '', optionOf(entry)]));
    if (name === '') Object.assign(shape.sections, keys);
    else shape[groupOf(heading)][name] = keys;
  }
  return `${JSON.stringify(shape, null, 2)}\n`;
}

function groupOf(heading: string): 'sections' | 'named' | 'lists' {
  if (heading.startsWith('[[')) return 'lists';
  return heading.includes('<') ? 'named' : 'sections';
}

function optionOf({ description, allowed, form, example }: CatalogueEntry): NixOption {
  return { description: `${description} Must be ${allowed}.`, form, example };
}
