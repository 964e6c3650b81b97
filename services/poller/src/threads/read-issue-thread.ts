import { createHash } from 'node:crypto';
import type { Issue, IssueEvent, Trust } from '@opencode-commander/github';
import {
  type IssueThread,
  isTerminal,
  isVouched,
  readShown,
  type Task,
  type TaskId,
} from '@opencode-commander/task';
import type { IssueLook, ThreadPlace } from '../memory/thread-memory.ts';
import type { Poller } from '../poller.ts';
import { statusAt } from '../rebuild/mark-heard.ts';
import { askForState } from './ask-for-state.ts';
import { heededLabels } from './heeded-labels.ts';
import { isTextTrusted } from './is-text-trusted.ts';
import { type Asking, readAsking } from './read-asking.ts';
import { type ReadComment, readComments } from './read-comments.ts';
import { triggersOf } from './trigger-labels.ts';

export type IssueToRead = { place: ThreadPlace; rootId: TaskId; issue: Issue; task: Task | null };

export type IssueReading = {
  thread: Omit<IssueThread, 'comments'> & { comments: readonly ReadComment[] };
  /** What to remember of this look. */
  look: IssueLook;
  /** What an earlier look would have left, by our status comment, where it is lost. */
  sinceStatus: Pick<IssueThread, 'hasAsked' | 'asksAnew'>;
};

/** An issue with everything that is decided on. */
export async function readIssueThread(
  poller: Poller,
  { place, rootId, issue, task }: IssueToRead,
  trust: Trust,
): Promise<IssueReading> {
  const { repo, repoId, number } = place;
  const { title, body, nodeId, url } = issue;
  const before = await poller.memory.look(place);
  const events = await poller.github.listEvents(repo, number);
  const comments = await readComments(poller, place, trust);
  const triggers = readTriggers(poller, { labels: issue.labels, before, task });
  const asking = await readAsking({ repo, triggerLabels: triggers.now, events }, trust);
  const { asked, since, newest } = asking;
  const labels = await heededLabels(poller, { repo, labels: issue.labels, events, vouchedAt: since }, trust);
  const accepted = acceptedText({ rootId, issue, task, comments });
  // A task that waits for a word about its text goes on waiting whoever labels its issue meanwhile.
  const mayBegin = asked === 'trusted' || (asked !== null && task !== null);
  const mayBeEdited = accepted === null ? mayBegin : accepted.body !== body;
  const state = mayBeEdited ? await askForState(poller, { nodeId, kind: 'issue' }) : null;
  const history = { repo, title, body, events, state, vouchedAt: since, accepted };
  const thread = {
    ...{ repo, repoId, number, nodeId, url, title, body, labels, asked, comments },
    state: issue.state,
    hasAsked: before?.hasAsked ?? false,
    wasOpen: before?.open ?? true,
    wasLabelled: before?.labelled ?? false,
    asksAnew: before !== null && newest > before.asking,
    labelsBefore: before?.labels ?? null,
    textTrusted: await isTextTrusted(history, trust),
  };
  const hasAsked = thread.hasAsked || asked !== null;
  const now = { open: issue.state === 'open', labelled: asked !== null, triggers: triggers.ever };
  const sinceStatus = lookBack(poller, events, { ...asking, at: statusAt(comments) });
  return { thread, look: { labels, asking: newest, hasAsked, ...now }, sinceStatus };
}

/** What has a task keeps the label by which it was taken: another `trigger_label` counts for what comes then. */
function readTriggers(
  { config }: Pick<Poller, 'config'>,
  { labels, before, task }: { labels: readonly string[]; before: IssueLook | null; task: Task | null },
): { now: string[]; ever: string[] } {
  const { triggerLabel } = config.github;
  const ever = triggersOf(labels, triggerLabel, before?.triggers);
  return { now: task === null ? triggersOf(labels, triggerLabel) : ever, ever };
}

type Accepting = Omit<IssueToRead, 'place'> & { comments: readonly ReadComment[] };

/** The text that somebody vouched for, by the record, or by our status comment where that is lost; null for none. */
function acceptedText({ rootId, issue, task, comments }: Accepting): Pick<Task, 'title' | 'body'> | null {
  if (task !== null) return !isTerminal(task.status) && isVouched(task) ? task : null;
  const { memo } = readShown(rootId, comments, null);
  const isSame = memo?.title === issue.title && memo.bodyHash === sha256(issue.body);
  return isSame ? issue : null;
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function lookBack(
  { config }: Pick<Poller, 'config'>,
  events: readonly IssueEvent[],
  { newest, at }: Asking & { at: string | null },
): IssueReading['sinceStatus'] {
  const { triggerLabel } = config.github;
  const asked = ({ event, label }: IssueEvent) =>
    event === 'labeled' && label !== null && triggersOf([label], triggerLabel).length > 0;
  const last = events.find(({ id }) => id === newest);
  const asksAnew = at !== null && last !== undefined && Date.parse(last.createdAt) > Date.parse(at);
  return { hasAsked: events.some(asked), asksAnew };
}
