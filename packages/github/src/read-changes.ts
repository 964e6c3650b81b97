import type { Octokit } from '@octokit/rest';
import { z } from 'zod';
import type { Issue } from './issue.ts';

/** One listing of issues by their last change. */
export type Listing<T extends Issue> = {
  /** Names the listing among those of a connection. */
  name: string;
  /** GitHub's parameters and those of the path. */
  route: { method: 'GET'; url: string; owner?: string; repo?: string; filter?: 'all' };
  since: string | null;
  schema: z.ZodType<T>;
};

/** For each listing the instant that it was last read for, whole. */
export type ReadSince = Map<string, string | null>;

/**
 * The issues and pull requests of a listing that changed at an instant or later, oldest change first; null when nothing
 * has since this was read for the same instant.
 */
export async function readChanges<T extends Issue>(
  octokit: Octokit,
  { name, route, since, schema }: Listing<T>,
  read: ReadSince,
): Promise<T[] | null> {
  const mayBeUnchanged = read.has(name) && read.get(name) === since;
  // The newest first: what changes meanwhile only moves others to later pages, so that none is missed; and when the first page is the one of before, all are.
  const pages = octokit.paginate.iterator({ ...route, ...ORDER, ...(since !== null && { since }) });
  const found = new Map<string, T>();
  for await (const { status, data } of pages) {
    if (mayBeUnchanged && found.size === 0 && Number(status) === NOT_MODIFIED) return null;
    // A failure in the middle must not make the next answer "unchanged".
    read.delete(name);
    for (const issue of z.array(schema).parse(data))
      if (!found.has(issue.nodeId)) found.set(issue.nodeId, issue);
  }
  read.set(name, since);
  return [...found.values()].reverse();
}

const NOT_MODIFIED = 304;
const ORDER = { state: 'all', sort: 'updated', direction: 'desc', per_page: 100 } as const;
