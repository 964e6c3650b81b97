import { RequestError } from '@octokit/request-error';
import type { Octokit } from '@octokit/rest';
import { type Sending, sending } from './ask-before-sending.ts';
import { type IssueAddress, issueParameters } from './issue-address.ts';

export type LabelChanges = Sending & { add: readonly string[]; remove: readonly string[] };

/** Adds and removes labels of an issue or pull request; what is so already stays so. */
export async function changeLabels(
  octokit: Octokit,
  address: IssueAddress,
  { add, remove, beforeSending }: LabelChanges,
): Promise<void> {
  const issue = { ...issueParameters(address), ...sending({ beforeSending }) };
  if (add.length > 0) await octokit.rest.issues.addLabels({ ...issue, labels: [...add] });
  for (const name of remove) await removeLabel(octokit, { ...issue, name });
}

async function removeLabel(
  octokit: Octokit,
  label: { owner: string; repo: string; issue_number: number; name: string },
): Promise<void> {
  try {
    await octokit.rest.issues.removeLabel(label);
  } catch (error) {
    if (!(error instanceof RequestError && error.status === 404)) throw error;
  }
}
