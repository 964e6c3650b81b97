import { RequestError } from '@octokit/request-error';
import { z } from 'zod';
import { GitHubError, type GitHubErrorOptions } from './github-error.ts';
import { rateLimitPause } from './rate-limit.ts';
import { readRefusal } from './read-refusal.ts';

export type FailureContext = {
  /** What was asked for, such as `acme/web` or `acme/web#12`. */
  about: string;
  apiUrl: string;
  /** Whether a token or App was configured at all. */
  authenticated: boolean;
  secrets: readonly string[];
  now: number;
};

/** The GitHubError for whatever a call threw; errors that are not GitHub's doing come back as they are. */
export function explainFailure(error: unknown, context: FailureContext): unknown {
  if (error instanceof GitHubError) return error;
  const { secrets, about, apiUrl } = context;
  const fail = (message: string, options: GitHubErrorOptions) =>
    new GitHubError(message, { ...options, secrets, cause: error });
  if (error instanceof z.ZodError)
    return fail(
      `${apiUrl} did not answer as GitHub does (${about}): check github.api_url. ${firstIssue(error)}`,
      {
        kind: 'invalid',
      },
    );
  if (!(error instanceof RequestError)) return error;
  if (error.response === undefined)
    return fail(`GitHub could not be reached at ${apiUrl} (${about}): ${reason(error)}`, {
      kind: 'unavailable',
    });
  const { message, ...options } = explainAnswer(error, error.response, context);
  return fail(message, options);
}

type Answer = NonNullable<RequestError['response']>;

function explainAnswer(
  { status }: RequestError,
  answer: Answer,
  { about, apiUrl, authenticated, now }: FailureContext,
): GitHubErrorOptions & { message: string } {
  const said = readRefusal(answer.data);
  const retryAfterMs = rateLimitPause({
    status,
    headers: answer.headers,
    documentationUrl: said.documentationUrl,
    now,
  });
  if (retryAfterMs !== null) {
    const until = new Date(now + retryAfterMs).toISOString();
    return {
      kind: 'rate_limited',
      retryAfterMs,
      message: `GitHub's rate limit is used up until ${until} (${about})`,
    };
  }
  if (status === 401) return { kind: 'unauthorized', message: authenticated ? TOKEN_REFUSED : TOKEN_MISSING };
  if (status === 404 || status === 410)
    return {
      kind: 'not_found',
      gone: status === 410,
      message: `${about} is not there, or the token has no access to it`,
    };
  if (status >= 500)
    return { kind: 'unavailable', message: `GitHub at ${apiUrl} answered ${status} (${about})` };
  if (status === 403 && ARCHIVED.test(said.message))
    return {
      kind: 'unavailable',
      message: `${about} is read-only, since its repository is archived: unarchive it`,
    };
  if (status === 403 || status === 451)
    return {
      kind: 'forbidden',
      message: `GitHub does not let the token do this on ${about}: ${said.message}. Give it read and write access to issues, pull requests and contents`,
    };
  return { kind: 'invalid', message: `GitHub refused a request on ${about} (${status}): ${detail(answer)}` };
}

/** As in "Repository was archived so is read-only." */
const ARCHIVED = /\barchived\b/i;
const TOKEN_REFUSED =
  'GitHub refused the token: it is wrong, expired or revoked. Set a valid one in github.token (or the App in github.app_id and github.private_key)';
const TOKEN_MISSING =
  'GitHub asks for a token and none is configured: set github.token, or github.app_id and github.private_key';

const detailSchema = z
  .object({
    message: z.string().catch(''),
    errors: z.array(z.object({ message: z.string() }).catch({ message: '' })).catch([]),
  })
  .catch({ message: '', errors: [] });

function detail(answer: Answer): string {
  const { message, errors } = detailSchema.parse(answer.data);
  const reasons = errors.map((one) => one.message).filter(Boolean);
  return [message, ...reasons].filter(Boolean).join(': ') || 'no reason given';
}

/** What undici says of a connection that did not come about. */
function reason(error: RequestError): string {
  const cause = error.cause instanceof Error ? (error.cause.cause ?? error.cause) : error;
  return cause instanceof Error ? cause.message || cause.name : error.message;
}

function firstIssue(error: z.ZodError): string {
  const issue = error.issues[0];
  return issue === undefined ? '' : `${issue.path.join('.') || 'answer'}: ${issue.message}`;
}
