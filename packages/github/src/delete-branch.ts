import type { Octokit } from '@octokit/rest';
import { z } from 'zod';
import { type Sending, sending } from './ask-before-sending.ts';
import { splitFullName } from './full-name.ts';
import { hasStatus } from './has-status.ts';

export type BranchAt = Sending & { fullName: string; branch: string; sha: string };

/**
 * Deletes a branch as long as it is at `sha`; `moved` when it is elsewhere.
 * https://docs.github.com/en/rest/git/refs#delete-a-reference
 */
export async function deleteBranch(
  octokit: Octokit,
  { fullName, branch, sha, ...asking }: BranchAt,
): Promise<'deleted' | 'absent' | 'moved'> {
  const ref = { ...splitFullName(fullName), ref: `heads/${branch}` };
  const there = await shaOf(octokit, ref);
  if (there === null) return 'absent';
  if (there !== sha) return 'moved';
  try {
    await octokit.rest.git.deleteRef({ ...ref, ...sending(asking) });
    return 'deleted';
  } catch (error) {
    // Somebody was faster; a refusal of another kind is passed on.
    if (hasStatus(error, 404, 422) && (await shaOf(octokit, ref)) === null) return 'absent';
    throw error;
  }
}

const refSchema = z.object({ object: z.object({ sha: z.string() }) });

async function shaOf(
  octokit: Octokit,
  ref: { owner: string; repo: string; ref: string },
): Promise<string | null> {
  try {
    return refSchema.parse((await octokit.rest.git.getRef(ref)).data).object.sha;
  } catch (error) {
    if (hasStatus(error, 404)) return null;
    throw error;
  }
}
