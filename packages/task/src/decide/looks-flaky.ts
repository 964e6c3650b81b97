import type { ThreadCheck } from './thread.ts';

/** Whether a check may have failed for reasons that are not the change's, so that another try is worth while. */
export function looksFlaky(check: ThreadCheck): boolean {
  if (FLAKY_CONCLUSIONS.includes(check.conclusion)) return true;
  const said = [check.summary, check.log, ...check.annotations.map(({ message }) => message)]
    .join('\n')
    .toLowerCase();
  return FLAKY_WORDS.some((words) => said.includes(words));
}

const FLAKY_CONCLUSIONS = ['timed_out', 'startup_failure'];

/** What machines say when the network, the runner or time failed them; in lower case. */
const FLAKY_WORDS = [
  'flaky',
  'timed out',
  'timeout',
  'econnreset',
  'econnrefused',
  'etimedout',
  'eai_again',
  'socket hang up',
  'connection reset',
  'could not resolve host',
  'temporary failure in name resolution',
  'tls handshake',
  '429 too many requests',
  '502 bad gateway',
  '503 service unavailable',
  '504 gateway',
  'no space left on device',
  'lost communication with the server',
  'received a shutdown signal',
];
