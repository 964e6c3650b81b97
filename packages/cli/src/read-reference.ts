import { type IssueReference, parseIssueReference } from '@opencode-commander/task';
import { plain } from './show/plain.ts';
import { UsageError } from './usage-error.ts';

const PULL_REQUEST = /^\/[^/]+\/[^/]+\/pull\/\d+/;

/**
 * The issue a person named on the command line: `owner/repo#12`, `host/owner/repo#12` or its URL. Throws UsageError for
 * anything else, also for an issue on another server than `host`.
 */
export function readReference(text: string, host: string): IssueReference {
  const reference = parseIssueReference(text, host);
  if (reference === null) throw new UsageError(explain(text.trim()));
  if (reference.host === host.toLowerCase()) return reference;
  throw new UsageError(
    `${plain(text)} is on ${reference.host}, but commander works for ${host}: set github.host to change that`,
  );
}

function explain(text: string): string {
  const path = URL.canParse(text) ? new URL(text).pathname : '';
  if (PULL_REQUEST.test(path)) return `${plain(text)} is a pull request: name the issue it is for`;
  return `${plain(text)} names no issue: write owner/repo#12, host/owner/repo#12 or the issue's URL`;
}
