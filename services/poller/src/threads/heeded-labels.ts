import type { IssueEvent, Trust } from '@opencode-commander/github';
import type { Poller } from '../poller.ts';

export type LabelledIssue = {
  repo: string;
  labels: readonly string[];
  events: readonly IssueEvent[];
  /** When somebody trusted gave the issue to an agent, with the labels it had; null when nobody did by label. */
  vouchedAt: string | null;
};

/** An issue's labels without the priorities that somebody put on who may not steer work. */
export async function heededLabels(
  poller: Pick<Poller, 'github'>,
  { labels, ...issue }: LabelledIssue,
  trust: Trust,
): Promise<string[]> {
  const heeded: string[] = [];
  for (const label of labels)
    if (!label.startsWith('priority/') || (await isHeeded(poller, { label, ...issue }, trust)))
      heeded.push(label);
  return heeded;
}

async function isHeeded(
  { github }: Pick<Poller, 'github'>,
  { label, repo, events, vouchedAt }: Omit<LabelledIssue, 'labels'> & { label: string },
  trust: Trust,
): Promise<boolean> {
  const put = events.findLast((each) => each.event === 'labeled' && each.label === label);
  // Without an event the label was given this name: only people with write access can.
  if (put === undefined) return true;
  if (vouchedAt !== null && Date.parse(put.createdAt) <= Date.parse(vouchedAt)) return true;
  if (await trust(repo, put.actor)) return true;
  // An App's own bot is nobody that is trusted, and puts on what a trusted person ordered.
  return put.actor === (await github.viewer()).login;
}
