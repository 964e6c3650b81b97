import { type IssueReference, parseIssueReference } from '@opencode-commander/task';
import { plain } from './show/plain.ts';
import { UsageError } from './usage-error.ts';

const PULL_REQUEST = /^\/[^/]+\/[^/]+\/pull\/\d+/;

/**
 * The issue a person named on the command line: `owner/repo#12`, `host/owner/repo#12` or its URL. Throws UsageError for
 * anything else, also for an issue on another server than `host`; it mentions ids of tasks where one would do as well.
 */
export function readReference(text: string, host: string, { orTask = false } = {}): IssueReference {
  const reference = parseIssueReference(text, host);
  if (reference === null) throw new UsageError(explain(text.trim(), orTask));
  if (reference.host === host.toLowerCase()) return reference;
  throw new UsageError(
    `${plain(text)} is on ${reference.host}, but commander works for ${host}: set github.host to change that`,
  );
}

function explain(text: string, orTask: boolean): string {
  const path = URL.canParse(text) ? new URL(text).pathname : '';
  if (PULL_REQUEST.test(path)) return `${plain(text)} is a pull request: name the issue it is for`;
  const forms = "owner/repo#12, host/owner/repo#12 or the issue's URL";
  if (orTask) return `${plain(text)} names no task and no issue: write 12-a1b2c3, ${forms}`;
  return `${plain(text)} names no issue: write ${forms}`;
}
