import { type Problem, problemLine } from '../config-error.ts';
import { type Ground, type Laid, layOver } from '../lay-over.ts';
import type { Overrides } from './override.ts';
import { readKey, refusal } from './read-key.ts';

/** Overrides as far as they are valid here. */
export type Kept = {
  laid: Extract<Laid, { status: 'valid' }>;
  overrides: Overrides;
  /** Why the others are left out, a line for each reason. */
  ignored: string[];
};

/**
 * Leaves out what has become invalid since it was set, by another file or another version: a process starts all the same. Where
 * a rule is broken by an override but names what the file says, the overrides of the same section go.
 */
export function keepValid(ground: Ground, overrides: Overrides): Kept {
  const known = Object.entries(overrides).map(([key, override]) => ({
    key,
    override,
    problem: refusal(readKey(key)),
  }));
  const problems = known.flatMap(({ problem }) => problem ?? []);
  let kept = Object.fromEntries(
    known.flatMap(({ key, override, problem }) => (problem === null ? [[key, override] as const] : [])),
  );
  for (;;) {
    const laid = layOver(ground, kept);
    if (laid.status === 'valid') return { laid, overrides: kept, ignored: problems.map(problemLine) };
    // Without any override it was valid at the start.
    if (Object.keys(kept).length === 0) throw new Error(laid.problems.map(problemLine).join('; '));
    problems.push(...laid.problems);
    kept = without(kept, laid.problems);
  }
}

function without(overrides: Overrides, problems: readonly Problem[]): Overrides {
  const names = new Set(problems.map(({ key }) => key));
  const sections = new Set(problems.map(({ key }) => sectionOf(key)));
  const guesses = [
    (key: string) => !names.has(key),
    (key: string) => !sections.has(sectionOf(key)),
    () => false,
  ];
  const entries = Object.entries(overrides);
  const left = guesses.map((isKept) => entries.filter(([key]) => isKept(key)));
  return Object.fromEntries(left.find((some) => some.length < entries.length) ?? []);
}

function sectionOf(key: string): string {
  return key.split(/[.[]/)[0] ?? '';
}
