import { AgentError, type Session } from '@opencode-commander/agent';
import {
  type PullRequestText,
  pullRequestTextSchema,
  renderPullRequestRequest,
} from '@opencode-commander/task';
import { z } from 'zod';
import type { PublishableWork } from './inspect-pushed-work.ts';
import type { Run } from './run.ts';

const ANSWER_WITHIN_MS = 180_000;

/** The pull request's text in the agent's words; from the changed files where it could not say. */
export async function describeWork(
  run: Run,
  session: Session,
  work: PublishableWork,
): Promise<PullRequestText> {
  try {
    const answer = await session.ask({
      prompt: renderPullRequestRequest(run.task),
      schema: z.toJSONSchema(pullRequestTextSchema),
      timeoutMs: ANSWER_WITHIN_MS,
      signal: run.signal,
    });
    return pullRequestTextSchema.parse(answer);
  } catch (error) {
    if (!(error instanceof AgentError || error instanceof z.ZodError)) throw error;
    await run.note({
      type: 'service',
      level: 'warn',
      message: 'the agent did not describe its work; its files do',
    });
    return textFromFiles(run.task.title, work);
  }
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
