import { type IssueReference, oneLine, parseIssueReference } from '@opencode-commander/task';
import { DispatchError } from './dispatch-error.ts';

const PULL_REQUEST = /^\/[^/]+\/[^/]+\/pull\/\d+/;

const FORMS = "owner/repo#12, host/owner/repo#12 or the issue's URL";

/**
 * The issue somebody named: `owner/repo#12`, `host/owner/repo#12` or its URL. Throws DispatchError for anything else, also for
 * an issue on another server than `host`; it mentions ids of tasks where one would do as well.
 */
export function readIssueReference(text: string, host: string, { orTask = false } = {}): IssueReference {
  const reference = parseIssueReference(text, host);
  if (reference === null) throw new DispatchError('bad_reference', explain(named(text), orTask));
  if (reference.host === host.toLowerCase()) return reference;
  throw new DispatchError(
    'other_host',
    `${named(text)} is on ${reference.host}, but commander works for ${host}: set github.host to change that`,
  );
}

/** As a line for people may carry it. */
function named(text: string): string {
  return oneLine(text, 200);
}

function explain(text: string, orTask: boolean): string {
  const path = URL.canParse(text) ? new URL(text).pathname : '';
  if (PULL_REQUEST.test(path)) return `${text} is a pull request: name the issue it is for`;
  if (orTask) return `${text} names no task and no issue: write 12-a1b2c3, ${FORMS}`;
  return `${text} names no issue: write ${FORMS}`;
}
