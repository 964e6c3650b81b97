import { createHash } from 'node:crypto';
import { claimRequest, type Queues } from '@opencode-commander/queue';
import type { RequestId } from '@opencode-commander/task';
import type { IssueToDispatch } from './dispatch.ts';
import { DispatchError } from './dispatch-error.ts';
import type { RepositoryControl } from './repositories.ts';
import { requireServed } from './require-served.ts';

/** Work that somebody asks for without an issue. */
export type TextToDispatch = { repo: string; title: string; body: string; request_id?: string | undefined };

/** An issue of ours to open unless it is there: found again by its request. */
export type IssueToOpen = {
  /** `owner/name`. */
  repo: string;
  title: string;
  body: string;
  request: RequestId;
  /** One that was closed since counts as well. */
  evenClosed: boolean;
  /** Awaited right before it is opened; what it throws is passed on, and nothing is opened. */
  beforeOpening: () => Promise<void>;
};

/** With what issues are opened for texts. */
export type OpeningControl = Pick<RepositoryControl, 'readRepository'> & {
  queues: Queues;
  /** Host name of the configured GitHub server. */
  host: string;
  /** Opens the issue of a request, or finds it; its errors are passed on. */
  openIssue: (
    wanted: IssueToOpen,
  ) => Promise<{ issue: Omit<IssueToDispatch, 'repo' | 'repoId'>; opened: boolean }>;
  /** Names of the repositories that the configuration blocks. */
  blockedRepositories: () => readonly string[];
};

/**
 * The issue that a text is worked on by: opened, or found where it was opened for the same request. The same words are the
 * same request while their issue is open; those of a `request_id` for good. Throws DispatchError, RedisError, and what
 * GitHub's side throws.
 */
export async function issueForText(
  control: OpeningControl,
  { repo, title, body, request_id }: TextToDispatch,
): Promise<{ issue: IssueToDispatch; opened: boolean }> {
  const repository = await control.readRepository(repo);
  const { id: repoId, fullName } = repository;
  await requireServed(control, repository);
  const words = request_id === undefined ? ['text', title, body] : ['id', request_id];
  const request = requestOf([control.host.toLowerCase(), repoId, ...words]);
  const underWay = () =>
    new DispatchError('under_way', `The same is being asked for in ${fullName} at this moment: ask again`);
  const claim = await claimRequest(control.queues, request);
  if (claim === null) throw underWay();
  const beforeOpening = async () => {
    // The look for it may have taken longer than a claim lasts.
    if (!(await claim.renew())) throw underWay();
  };
  try {
    const evenClosed = request_id !== undefined;
    const wanted = { repo: fullName, title, body, request, evenClosed, beforeOpening };
    const { issue, opened } = await control.openIssue(wanted);
    return { issue: { ...issue, repo: fullName, repoId }, opened };
  } finally {
    await claim.release();
  }
}

/** Names of the repositories that the configuration blocks. */
export function blockedNames(repositories: readonly { name: string; blocked: boolean }[]): string[] {
  return repositories.filter(({ blocked }) => blocked).map(({ name }) => name);
}

function requestOf(parts: readonly (string | number)[]): RequestId {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32);
}
