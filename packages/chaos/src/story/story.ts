import type { Kind } from './kinds.ts';

/** One issue and what was done to it. */
export type Story = {
  kind: Kind;
  repoId: number;
  number: number;
  /** All names its repository has had, the present one first. */
  names: string[];
  /** Faults of the world that concern this issue: its ending is theirs. */
  touched: string[];
  /** What people have done, so that they do it once. */
  done: Set<string>;
};

export function repoOf({ names }: Story): string {
  const [present] = names;
  if (present === undefined) throw new Error('a story has no repository');
  return present;
}
