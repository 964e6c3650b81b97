import type { Connection } from './connection.ts';
import type { Checks } from './github.ts';
import { jobLog } from './job-log.ts';
import { listFailedChecks } from './list-failed-checks.ts';
import { rerunCheck } from './rerun-check.ts';

/** What concerns the checks of a commit. */
export function connectChecks({ access, call, limit }: Connection): Checks {
  const at = access.repository;
  return {
    listFailedChecks: (fullName, sha) =>
      call(`${fullName}@${sha}`, () => listFailedChecks(at(fullName), { fullName, sha })),
    jobLog: (fullName, id, lines) =>
      call(`job ${id} of ${fullName}`, () => jobLog(at(fullName), { fullName, id, lines, limit })),
    rerunCheck: (name, check) =>
      call(`check ${check.id} of ${name}`, () => rerunCheck(at(name), name, check)),
  };
}
