import type { IssueEvent, Trust } from '@opencode-commander/github';

/** How an issue asks for work. */
export type Asking = {
  /** Null when no trigger label is on it. */
  asked: 'trusted' | 'untrusted' | null;
  /** When the trusted label was put on; null without one. */
  since: string | null;
  /**
   * Id of the newest event that asks: a trigger label was put on, or the issue was opened again; where somebody trusted asks,
   * by such people only. 0 where there is none.
   */
  newest: number;
};

export type AskingIssue = {
  repo: string;
  /** The trigger labels that are on it. */
  triggerLabels: readonly string[];
  events: readonly IssueEvent[];
};

/** Looks who put the trigger labels on; one of them by somebody trusted is enough. */
export async function readAsking(
  { repo, triggerLabels, events }: AskingIssue,
  trust: Trust,
): Promise<Asking> {
  const triggers = triggerLabels.map((label) => label.toLowerCase());
  const labelled = events.filter(({ event, label }) => event === 'labeled' && isOne(triggers, label));
  const reopened = events.filter(({ event }) => event === 'reopened');
  const asking = [...labelled, ...reopened].sort((a, b) => b.id - a.id);
  const newest = asking[0]?.id ?? 0;
  if (triggers.length === 0) return { asked: null, since: null, newest };
  // Of each label only who put it on last counts.
  const latest = triggers.map((trigger) => labelled.findLast(({ label }) => isOne([trigger], label)));
  for (const event of latest)
    if (event && (await trust(repo, event.actor)))
      return { asked: 'trusted', since: event.createdAt, newest: await newestTrusted(repo, asking, trust) };
  return { asked: 'untrusted', since: null, newest };
}

/** Whoever may not start work does not start it anew either: authors can close and open their own issues. */
async function newestTrusted(
  repo: string,
  newestFirst: readonly IssueEvent[],
  trust: Trust,
): Promise<number> {
  for (const { id, actor } of newestFirst) if (await trust(repo, actor)) return id;
  return 0;
}

function isOne(triggers: readonly string[], label: string | null): boolean {
  return label !== null && triggers.includes(label.toLowerCase());
}
