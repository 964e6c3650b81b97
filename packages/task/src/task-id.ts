import { createHash } from 'node:crypto';
import { z } from 'zod';

/** `<issue number>-<6 hex digits>`, such as `12-a1b2c3`. */
export const TASK_ID = /^[1-9]\d*-[0-9a-f]{6}$/;
export const taskIdSchema = z.string().regex(TASK_ID, 'write the id of a task, such as 12-a1b2c3');
export type TaskId = string;

/** What makes a task the same task wherever and whenever it is seen. */
export type TaskIdentity = {
  /** Host name of the GitHub server, such as `github.com`. */
  host: string;
  /** GitHub's numeric id of the repository: it survives renames and transfers. */
  repoId: number;
  number: number;
  /** 0 for the issue itself, N for its Nth follow-up. */
  round: number;
};

/** The same identity gives the same id everywhere, so that deduplication needs no lock. */
export function taskId({ host, repoId, number, round }: TaskIdentity): TaskId {
  const digest = createHash('sha256')
    .update(`${host.toLowerCase()}\n${repoId}\n${number}\n${round}`)
    .digest('hex');
  return `${number}-${digest.slice(0, 6)}`;
}

const BRANCHES = 'agent/';

/** The branch a task works on; a follow-up works on its parent's. */
export function branchOf(id: TaskId): string {
  return `${BRANCHES}${id}`;
}

/** Whether agents may have written what is on a branch of this name, without anybody having merged it. */
export function isAgentBranch(branch: string): boolean {
  return branch.startsWith(BRANCHES);
}

/** The number of the issue that the task is for, a follow-up's too. */
export function issueNumberOf(id: TaskId): number {
  return Number.parseInt(id, 10);
}
