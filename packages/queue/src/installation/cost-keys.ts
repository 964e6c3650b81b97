import { z } from 'zod';
import type { Keyspace } from '../keyspace.ts';
import { keyPrefix } from '../store/store-keys.ts';

/** For how many days back costs are known, besides today. */
export const COST_DAYS = 40;

/** A day is forgotten as a whole: it was begun a day before the last word about it, at most. */
export const KEPT_S = (COST_DAYS + 1) * 86_400;

/** Where costs are kept. A day is `2026-01-31` (UTC). */
export const costKeys = {
  /** Money of a day: `total`, and `repo:<id>` of each repository. */
  day: (keyspace: Keyspace, day: string) => keyOf(keyspace, `spend:${z.iso.date().parse(day)}`),
  /** What each run of a task has told so far. */
  told: (keyspace: Keyspace, taskId: string) => keyOf(keyspace, `spent:${taskId}`),
  /** Of a day: `usd|input|output <repository's id> <task> <model>`. */
  parts: (keyspace: Keyspace, day: string) => keyOf(keyspace, `costs:${z.iso.date().parse(day)}`),
  /** `owner/name` by repository's id, as last seen. */
  names: (keyspace: Keyspace) => keyOf(keyspace, 'repository-names'),
  /** Of an issue: its tasks, by what each has cost in all. */
  issue: (keyspace: Keyspace, issue: string) => keyOf(keyspace, `issue-cost:${issue}`),
  /** Issues whose pull request was merged, by when. */
  merged: (keyspace: Keyspace) => keyOf(keyspace, 'merged'),
};

function keyOf({ prefix }: Keyspace, name: string): string {
  return `${keyPrefix(prefix)}:${name}`;
}
