import { RequestError } from '@octokit/request-error';
import type { Octokit } from '@octokit/rest';
import { z } from 'zod';
import { splitFullName } from './full-name.ts';

/** What somebody may do in a repository; GitHub counts maintain as write and triage as read. */
export type Permission = 'admin' | 'write' | 'read' | 'none';

const answerSchema = z.object({ permission: z.enum(['admin', 'write', 'read', 'none']) });

/** The permission of a login on a repository; somebody GitHub does not know has none. */
export async function permission(octokit: Octokit, fullName: string, login: string): Promise<Permission> {
  try {
    const { data } = await octokit.rest.repos.getCollaboratorPermissionLevel({
      ...splitFullName(fullName),
      username: login,
    });
    return answerSchema.parse(data).permission;
  } catch (error) {
    if (error instanceof RequestError && error.status === 404) return 'none';
    throw error;
  }
}
