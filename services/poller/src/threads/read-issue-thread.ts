import type { Issue } from '@opencode-commander/github';
import { type IssueThread, isTerminal, isVouched, type Task } from '@opencode-commander/task';
import type { IssueLook, ThreadPlace } from '../memory/thread-memory.ts';
import type { Poller } from '../poller.ts';
import { askForState } from './ask-for-state.ts';
import { heededLabels } from './heeded-labels.ts';
import { isTextTrusted } from './is-text-trusted.ts';
import { readAsking } from './read-asking.ts';
import { readComments } from './read-comments.ts';
import type { Trust } from './trust.ts';

export type IssueToRead = { place: ThreadPlace; issue: Issue; task: Task | null };

/** An issue with everything that is decided on, and what to remember of this look at it. */
export async function readIssueThread(
  poller: Poller,
  { place, issue, task }: IssueToRead,
  trust: Trust,
): Promise<{ thread: IssueThread; look: IssueLook }> {
  const { repo, repoId, number } = place;
  const { title, body, nodeId, url } = issue;
  const before = await poller.memory.look(place);
  const events = await poller.github.listEvents(repo, number);
  const { asked, since, newest } = await readAsking(poller, { repo, labels: issue.labels, events }, trust);
  const labels = await heededLabels(poller, { repo, labels: issue.labels, events, vouchedAt: since }, trust);
  const accepted = task !== null && !isTerminal(task.status) && isVouched(task) ? task : null;
  // A task that waits for a word about its text goes on waiting whoever labels its issue meanwhile.
  const mayBegin = asked === 'trusted' || (asked !== null && task !== null);
  const mayBeEdited = accepted === null ? mayBegin : accepted.body !== body;
  const state = mayBeEdited ? await askForState(poller, { nodeId, kind: 'issue' }) : null;
  const history = { repo, title, body, events, state, vouchedAt: since, accepted };
  const thread: IssueThread = {
    ...{ repo, repoId, number, nodeId, url, title, body, labels, asked },
    state: issue.state,
    hasAsked: before?.hasAsked ?? false,
    wasOpen: before?.open ?? true,
    wasLabelled: before?.labelled ?? false,
    asksAnew: before !== null && newest > before.asking,
    labelsBefore: before?.labels ?? null,
    textTrusted: await isTextTrusted(history, trust),
    comments: await readComments(poller, place, trust),
  };
  const hasAsked = thread.hasAsked || asked !== null;
  const now = { open: issue.state === 'open', labelled: asked !== null };
  return { thread, look: { labels, asking: newest, hasAsked, ...now } };
}
