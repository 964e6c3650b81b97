import { isDeepStrictEqual } from 'node:util';
import { EXIT_CODES, OperatorError } from '@opencode-commander/task';
import { type Problem, problemLine } from '../config-error.ts';
import { fromText } from '../document/from-text.ts';
import { type Ground, layOver } from '../lay-over.ts';
import { keepValid } from './keep-valid.ts';
import type { Overrides } from './override.ts';
import { type NamedKey, readKey, refusal } from './read-key.ts';

/** Values by key, as in TOML or as the text of a variable; null goes back to what file, environment or default say. */
export type Change = { changes: Readonly<Record<string, unknown>>; by: string; at: string };

type Wanted = NamedKey & { value: unknown };

/** A change at runtime that is refused, whole, with everything that is wrong about it. */
export class ConfigChangeError extends OperatorError {
  readonly exitCode = EXIT_CODES.configuration;
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    super(`nothing was changed: ${problems.map(problemLine).join('; ')}`);
    this.problems = problems;
  }
}

/** The overrides after a change. What was left out as invalid before stays so, and refuses nothing. Throws ConfigChangeError. */
export function changeOverrides(ground: Ground, overrides: Overrides, change: Change): Overrides {
  const wanted = Object.entries(change.changes).map(([text, value]) => ({ ...readKey(text), value }));
  const refused = wanted.flatMap((named) => {
    // Also what another version knew as a key can be taken back.
    if (named.value === null && Object.hasOwn(overrides, named.key)) return [];
    return refusal(named) ?? [];
  });
  if (refused.length > 0) throw new ConfigChangeError(refused);
  const laid = layOver(ground, carryOut(wanted, keepValid(ground, overrides).overrides, change));
  if (laid.status === 'invalid') throw new ConfigChangeError(withoutOwnOrigin(laid.problems, wanted));
  return carryOut(wanted, overrides, change);
}

/** Whoever set a key to the value that it is to have stays the one who did. */
function carryOut(
  wanted: readonly Wanted[],
  overrides: Overrides,
  { by, at }: Pick<Change, 'by' | 'at'>,
): Overrides {
  const after = new Map(Object.entries(overrides));
  for (const { key, entry, value: given } of wanted) {
    const value = typeof given === 'string' && entry ? fromText(given, entry) : given;
    if (value === null) after.delete(key);
    else if (!isDeepStrictEqual(after.get(key)?.value, value)) after.set(key, { value, by, at });
  }
  return Object.fromEntries(after);
}

/** Whoever asks knows that it comes from them. */
function withoutOwnOrigin(problems: readonly Problem[], wanted: readonly Wanted[]): Problem[] {
  return problems.map((problem) =>
    wanted.some(({ key }) => key === problem.key) ? { ...problem, origin: { kind: 'default' } } : problem,
  );
}
