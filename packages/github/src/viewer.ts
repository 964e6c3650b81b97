import type { Octokit } from '@octokit/rest';
import { z } from 'zod';
import type { Credentials } from './access.ts';

const userSchema = z.object({ login: z.string() });
const appSchema = z.object({ slug: z.string() });

/** Who we are on GitHub: the token's user, or the App's bot. */
export async function viewer(octokit: Octokit, credentials: Credentials): Promise<{ login: string }> {
  if (credentials?.kind !== 'app')
    return userSchema.parse((await octokit.rest.users.getAuthenticated()).data);
  const { slug } = appSchema.parse((await octokit.rest.apps.getAuthenticated()).data);
  return { login: `${slug}[bot]` };
}
