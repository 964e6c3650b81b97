import type { Octokit } from '@octokit/rest';
import { z } from 'zod';
import { fetchTail, type Tail } from './fetch-tail.ts';
import { splitFullName } from './full-name.ts';
import { hasStatus } from './has-status.ts';
import type { TimeLimit } from './with-time-limit.ts';

const MAX_BYTES = 64 * 1024;

export type WantedLog = { fullName: string; id: number; lines: number; limit: TimeLimit };

/**
 * The last lines of a GitHub Actions job's log, '' where there is none, or not for us.
 * https://docs.github.com/en/rest/actions/workflow-jobs#download-job-logs-for-a-workflow-run
 */
export async function jobLog(octokit: Octokit, { fullName, id, lines, limit }: WantedLog): Promise<string> {
  const url = await findLog(octokit, fullName, id);
  const tail = url && (await fetchTail(url, { ...limit, maxBytes: MAX_BYTES }));
  return tail ? lastLines(tail, lines) : '';
}

const headersSchema = z.object({ location: z.string() });

/** GitHub sends us on to a storage that must not see our token, and the log may be far longer than what is wanted. */
async function findLog(octokit: Octokit, fullName: string, id: number): Promise<URL | null> {
  try {
    const { headers } = await octokit.rest.actions.downloadJobLogsForWorkflowRun({
      ...splitFullName(fullName),
      job_id: id,
      request: { redirect: 'manual' },
    });
    return new URL(headersSchema.parse(headers).location, octokit.request.endpoint.DEFAULTS.baseUrl);
  } catch (error) {
    if (hasStatus(error, 403, 404, 410)) return null;
    throw error;
  }
}

function lastLines({ text, cut }: Tail, lines: number): string {
  const all = text.split(/\r?\n/);
  // The first one has lost its beginning.
  if (cut) all.shift();
  if (all.at(-1) === '') all.pop();
  return lines > 0 ? all.slice(-lines).join('\n') : '';
}
