import type { Session } from '@opencode-commander/agent';
import {
  type FollowUpText,
  followUpTextSchema,
  type PullRequestText,
  pullRequestTextSchema,
  renderFollowUpRequest,
  renderPullRequestRequest,
} from '@opencode-commander/task';
import type { Run } from '../run.ts';
import { askAgent } from './ask-agent.ts';
import type { PublishableWork } from './inspect-pushed-work.ts';

/** The pull request's text in the agent's words; from the changed files where it could not say. */
export async function describeWork(
  run: Run,
  session: Session,
  work: PublishableWork,
): Promise<PullRequestText> {
  const prompt = renderPullRequestRequest(run.task);
  const text = await askAgent(run, session, { prompt, schema: pullRequestTextSchema });
  return text ?? textFromFiles(run.task.title, work);
}

/** What a follow-up did, in the agent's words, with its answers to remarks; from the changed files where it could not say. */
export async function describeFollowUp(
  run: Run,
  session: Session,
  work: PublishableWork,
): Promise<FollowUpText> {
  const prompt = renderFollowUpRequest(run.task);
  const text = await askAgent(run, session, { prompt, schema: followUpTextSchema });
  return text ?? { summary: textFromFiles(run.task.title, work).summary, replies: [] };
}

/** A pull request text for work that was not described. */
export function textFromFiles(
  title: string,
  { files, commits }: Pick<PublishableWork, 'commits'> & { files: readonly { path: string }[] },
): PullRequestText {
  const shown = files.slice(0, 50).map(({ path }) => `- \`${path.replaceAll('`', "'")}\``);
  const more = files.length > shown.length ? [`- and ${files.length - shown.length} more`] : [];
  const summary = `${commits} ${commits === 1 ? 'commit' : 'commits'}, ${files.length} changed ${files.length === 1 ? 'file' : 'files'}`;
  return {
    title: title.trim().slice(0, 256) || 'Changes by an agent',
    body: [...shown, ...more].join('\n'),
    summary,
  };
}
