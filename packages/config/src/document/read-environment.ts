import type { Problem } from '../config-error.ts';
import { CATALOGUE, SECTIONS } from '../schema/schema.ts';
import { keyOfVariable, variableOf } from '../schema/variable.ts';
import { nearest } from '../suggest.ts';
import type { Entry } from './document.ts';
import { fromText } from './from-text.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * What the `COMMANDER_…` variables say, beside what the file says. An empty one counts as not set. A variable that is
 * neither a key's nor read elsewhere is a problem, unless a reference `env:…` names it.
 */
export function readEnvironment(
  env: Environment,
  written: readonly Entry[],
): { entries: Entry[]; problems: Problem[] } {
  const providers = written.flatMap(({ place: [section, name] }) =>
    section === 'llm' && typeof name === 'string' ? [name] : [],
  );
  const values = [...written.map(({ value }) => value), ...Object.values(env)];
  const entries: Entry[] = [];
  const problems: Problem[] = [];
  for (const [name, value] of Object.entries(env)) {
    if (!name.startsWith('COMMANDER_') || !value?.trim()) continue;
    const origin = { kind: 'variable', name } as const;
    const known = keyOfVariable(name, providers);
    if (known) entries.push({ place: known.place, value: fromText(value, known.entry), origin });
    else if (!OTHERS.has(name) && !OF_KUBERNETES.test(name) && !values.includes(`env:${name}`))
      problems.push({ key: name, value: null, allowed: unknownVariable(name), origin });
  }
  return { entries, problems };
}

/** What Kubernetes tells the containers beside a service that is called commander. */
const OF_KUBERNETES = /^COMMANDER_(SERVICE_(HOST|PORT)|PORT)(_|$)/;

/** What the program reads besides keys. */
const OF_THE_PROGRAM = ['COMMANDER_CONFIG', 'COMMANDER_URL', 'COMMANDER_TOKEN', 'COMMANDER_TOKEN_FILE'];

/** Variables that are no keys: of our programs, of test rigs, and of a sandbox, where an agent may run our own tests. */
const OTHERS: ReadonlySet<string> = new Set([
  ...OF_THE_PROGRAM,
  'COMMANDER_FAILPOINTS',
  'COMMANDER_TEST_PREFIX',
  'COMMANDER_TEST_TIMES',
  'COMMANDER_REPOSITORY',
  'COMMANDER_BRANCH',
  'COMMANDER_BASE',
  'COMMANDER_START',
  'COMMANDER_PUBLISHED',
  'COMMANDER_SESSION_FILE',
  'COMMANDER_OPENCODE_GLOBAL_CONFIG',
  'COMMANDER_MODEL_PROVIDERS',
  'COMMANDER_GIT_NAME',
  'COMMANDER_GIT_EMAIL',
  'COMMANDER_DEV_SHELL',
  'COMMANDER_NIX_SECONDS',
  'COMMANDER_NIX_CACHE_KEY',
]);

/** What people may have meant. */
const VARIABLES = [...OF_THE_PROGRAM, ...CATALOGUE.flatMap((entry) => variableOf(entry) ?? [])];

/** A slip is looked for behind the prefix that all share. */
function nearestVariable(name: string): string | null {
  const without = (variable: string) => variable.slice('COMMANDER_'.length);
  const found = nearest(without(name), VARIABLES.map(without));
  return found && `COMMANDER_${found}`;
}

function unknownVariable(name: string): string {
  const suggestion = nearestVariable(name);
  if (suggestion) return `no such key; did you mean ${suggestion}?`;
  const section = SECTIONS.find((s) => s.name && name.startsWith(`COMMANDER_${s.name.toUpperCase()}_`));
  if (!section) return 'no such key: docs/configuration.md has them all';
  const known = section.entries.flatMap((entry) => variableOf(entry) ?? []);
  return known.length > 0
    ? `no such key; there are ${known.join(', ')}`
    : `no such key: ${section.heading} has no variables, use the file`;
}
