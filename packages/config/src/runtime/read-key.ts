import type { Problem } from '../config-error.ts';
import { unknownKey } from '../explain-issue.ts';
import { type CatalogueEntry, entryAt, SECTIONS } from '../schema/schema.ts';

/** A key as people write it, taken apart. */
export type NamedKey = {
  /** The one way to write it: of `[[repo]]` with the repository's name in small letters, as GitHub's ignore case. */
  key: string;
  steps: readonly string[];
  /** Null for what is no key. */
  entry: CatalogueEntry | null;
};

/** Reads `timeouts.high`, `llm.anthropic.models`, `repo.acme/web.setup`. */
export function readKey(text: string): NamedKey {
  const steps = stepsOf(text);
  const entry = entryAt(steps);
  return { key: steps.join('.'), steps, entry: entry?.pattern.length === steps.length ? entry : null };
}

/** Why a key cannot be changed at runtime; null for one that can. */
export function refusal({ key, steps, entry }: NamedKey): Problem | null {
  const origin = { kind: 'default' } as const;
  if (entry?.live) return null;
  if (entry !== null) return { key, value: null, allowed: NOT_LIVE, origin };
  const section = SECTIONS.find(({ name }) => name !== '' && name === key);
  if (section === undefined) return unknownKey(steps, origin);
  const keys = section.entries.map(({ pattern }) => pattern.join('.')).join(', ');
  return { key, value: null, allowed: `is a section: name one of ${keys}`, origin };
}

const NOT_LIVE =
  'cannot be changed in a running process: change commander.toml, or its variable, and restart';

/** What stands between the first and the last dot is the name of a provider or repository, which may hold dots. */
function stepsOf(text: string): string[] {
  const steps = text.trim().split('.');
  const [section = '', ...others] = steps;
  if ((section !== 'repo' && section !== 'llm') || others.length < 2) return steps;
  const name = others.slice(0, -1).join('.');
  return [section, section === 'repo' ? name.toLowerCase() : name, others.at(-1) ?? ''];
}
