import { RequestError } from '@octokit/request-error';
import type { Octokit } from '@octokit/rest';
import type { Label } from '@opencode-commander/task';
import { z } from 'zod';
import { splitFullName } from './full-name.ts';

const labelsSchema = z.array(z.object({ name: z.string() }));

/** Creates the labels that a repository does not have; GitHub's label names ignore case. */
export async function ensureLabels(
  octokit: Octokit,
  fullName: string,
  labels: readonly Label[],
): Promise<void> {
  const repository = splitFullName(fullName);
  const answer = await octokit.paginate(octokit.rest.issues.listLabelsForRepo, {
    ...repository,
    per_page: 100,
  });
  const there = new Set(labelsSchema.parse(answer).map(({ name }) => name.toLowerCase()));
  for (const label of labels)
    if (!there.has(label.name.toLowerCase())) await create(octokit, { ...repository, ...label });
}

async function create(octokit: Octokit, label: Label & { owner: string; repo: string }): Promise<void> {
  try {
    await octokit.rest.issues.createLabel(label);
  } catch (error) {
    // Another process was faster.
    if (!(error instanceof RequestError && codes(error).includes('already_exists'))) throw error;
  }
}

const refusalSchema = z
  .object({ errors: z.array(z.object({ code: z.string() }).catch({ code: '' })) })
  .catch({ errors: [] });

function codes(error: RequestError): string[] {
  return refusalSchema.parse(error.response?.data).errors.map(({ code }) => code);
}
