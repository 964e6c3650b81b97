import type { Octokit } from '@octokit/rest';
import { z } from 'zod';

const installationSchema = z.object({ id: z.number(), suspended_at: z.string().nullish() });

/**
 * The installations of an App that are not suspended, asked as the App itself.
 * https://docs.github.com/en/rest/apps/apps#list-installations-for-the-authenticated-app
 */
export async function installationIds(general: Octokit): Promise<number[]> {
  const answer = await general.paginate(general.rest.apps.listInstallations, { per_page: 100 });
  const installations = z.array(installationSchema).parse(answer);
  return installations.flatMap(({ id, suspended_at }) => (suspended_at ? [] : [id]));
}
