import type { InputOf } from '@opencode-commander/control';
import type { Cli } from './cli.ts';
import type { WorkToDispatch } from './dispatch-work.ts';
import { UsageError } from './usage-error.ts';

type Asked = Omit<WorkToDispatch, 'again' | 'priority'>;
type Named = Pick<InputOf<'dispatch'>, 'github_issue_url' | 'repo' | 'title' | 'body' | 'request_id'>;

/** What a person wants worked on, as the operation takes it. Throws UsageError. */
export async function readWork(cli: Pick<Cli, 'readInput'>, asked: Asked): Promise<Named> {
  const { work, repo, title = work, body, requestId } = asked;
  if (repo === undefined) return { github_issue_url: issueOf(asked) };
  if (title === undefined)
    throw new UsageError(`Say what is to be done in ${repo}: as the argument, or --title`);
  if (asked.title !== undefined && work !== undefined)
    throw new UsageError('The argument and --title are the same thing: give one of them');
  const text = body === '-' ? await cli.readInput() : body;
  return {
    repo,
    title,
    ...(text !== undefined && { body: text }),
    ...(requestId !== undefined && { request_id: requestId }),
  };
}

function issueOf({ work, title, body, requestId }: Asked): string {
  if (title !== undefined || body !== undefined || requestId !== undefined)
    throw new UsageError(
      '--title, --body and --request-id are for work without an issue: add --repo owner/name',
    );
  if (work === undefined)
    throw new UsageError('Name an issue such as owner/repo#12, or --repo owner/name and what is to be done');
  return work;
}
