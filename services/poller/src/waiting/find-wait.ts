import { type Blocker, GitHubError } from '@opencode-commander/github';
import { parseDependencies, type Task, type WaitsFor } from '@opencode-commander/task';
import type { Poller } from '../poller.ts';

/**
 * What a task waits for besides its turn: the open issues that GitHub says block it or are part of it, and those its text
 * names; null when there are none. What else it waits for stays.
 */
export async function findWait(
  poller: Poller,
  { source, body, waitsFor }: Pick<Task, 'source' | 'body' | 'waitsFor'>,
): Promise<WaitsFor | null> {
  const { repo, number } = source;
  const listed = [
    ...(await poller.github.blockedBy(repo, number)),
    ...(await poller.github.subIssues(repo, number)),
  ];
  const known = new Map(listed.map((blocker) => [nameOf(blocker).toLowerCase(), blocker.state]));
  const open = listed.filter(({ state }) => state === 'open').map(nameOf);
  for (const name of parseDependencies(body, repo))
    if (!known.has(name.toLowerCase()) && (await isOpen(poller, name))) open.push(name);
  const issues = [...new Set(open)].filter((name) => !isSame(name, nameOf({ repo, number }))).sort();
  if (issues.length > 0) return { kind: 'dependencies', issues, cycle: false };
  return waitsFor?.kind === 'dependencies' ? null : waitsFor;
}

export function nameOf({ repo, number }: Pick<Blocker, 'repo' | 'number'>): string {
  return `${repo}#${number}`;
}

/** GitHub's names ignore case. */
function isSame(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

/** What cannot be read blocks nobody: anyone may write any name into a text. */
async function isOpen({ github }: Poller, name: string): Promise<boolean> {
  const [repo = '', number = ''] = name.split('#');
  try {
    return (await github.getIssue(repo, Number(number))).state === 'open';
  } catch (error) {
    if (error instanceof GitHubError && UNREADABLE.includes(error.kind)) return false;
    throw error;
  }
}

const UNREADABLE: readonly string[] = ['not_found', 'forbidden'];
