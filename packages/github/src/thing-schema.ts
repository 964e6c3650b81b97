import { z } from 'zod';
import type { IssueState, PullState, ThingRepository } from './thing.ts';

const repositorySchema = z
  .object({
    databaseId: z.number(),
    nameWithOwner: z.string(),
    isArchived: z.boolean(),
    viewerPermission: z.enum(['ADMIN', 'MAINTAIN', 'WRITE', 'TRIAGE', 'READ']).nullable(),
  })
  .transform(
    (answer): ThingRepository => ({
      id: answer.databaseId,
      fullName: answer.nameWithOwner,
      archived: answer.isArchived,
      canPush:
        answer.viewerPermission === null
          ? null
          : ['ADMIN', 'MAINTAIN', 'WRITE'].includes(answer.viewerPermission),
    }),
  );

/** GraphQL leaves away what REST ends the logins of bots with. */
const actorSchema = z
  .object({ __typename: z.string(), login: z.string() })
  .transform(({ __typename: type, login }) =>
    type === 'Bot' && !login.endsWith('[bot]') ? `${login}[bot]` : login,
  );

const issueSchema = z.object({
  __typename: z.literal('Issue'),
  number: z.number(),
  issueState: z.enum(['OPEN', 'CLOSED']),
  updatedAt: z.string(),
  lastEditedAt: z.string().nullable(),
  editor: actorSchema.nullable(),
  labels: z.object({ nodes: z.array(z.object({ name: z.string() }).nullable()) }).nullable(),
  repository: repositorySchema,
});

const countsSchema = z
  .array(z.object({ state: z.string(), count: z.number() }))
  .nullish()
  .transform((counts) => (counts ?? []).flatMap(({ state, count }) => (count > 0 ? [state] : [])));
const rollupSchema = z.object({
  state: z.enum(['ERROR', 'EXPECTED', 'FAILURE', 'PENDING', 'SUCCESS']),
  contexts: z.object({ checkRunCountsByState: countsSchema, statusContextCountsByState: countsSchema }),
});

const pullSchema = z.object({
  __typename: z.literal('PullRequest'),
  number: z.number(),
  pullState: z.enum(['OPEN', 'CLOSED', 'MERGED']),
  updatedAt: z.string(),
  headRefOid: z.string(),
  baseRefName: z.string(),
  mergeable: z.enum(['MERGEABLE', 'CONFLICTING', 'UNKNOWN']),
  statusCheckRollup: rollupSchema.nullable(),
  repository: repositorySchema,
});

/**
 * An issue or pull request as the query of `openThings` gives it.
 * https://docs.github.com/en/graphql/reference/objects#issue, https://docs.github.com/en/graphql/reference/objects#pullrequest
 */
export const thingSchema = z
  .discriminatedUnion('__typename', [issueSchema, pullSchema])
  .transform((answer) => (answer.__typename === 'Issue' ? toIssue(answer) : toPull(answer)));

function toIssue(answer: z.infer<typeof issueSchema>): IssueState {
  const { number, updatedAt, lastEditedAt, editor, repository } = answer;
  const labels = (answer.labels?.nodes ?? []).flatMap((label) => label?.name ?? []);
  const state = answer.issueState === 'OPEN' ? 'open' : 'closed';
  return { kind: 'issue', number, state, labels, repository, updatedAt, lastEditedAt, editor };
}

const PULL_STATES = { OPEN: 'open', CLOSED: 'closed', MERGED: 'merged' } as const;
const MERGEABLE = { MERGEABLE: true, CONFLICTING: false, UNKNOWN: null } as const;

function toPull(answer: z.infer<typeof pullSchema>): PullState {
  return {
    kind: 'pull',
    number: answer.number,
    state: PULL_STATES[answer.pullState],
    headSha: answer.headRefOid,
    baseRef: answer.baseRefName,
    mergeable: MERGEABLE[answer.mergeable],
    checks: toChecks(answer.statusCheckRollup),
    repository: answer.repository,
    updatedAt: answer.updatedAt,
  };
}

const UNFINISHED = new Set(['EXPECTED', 'IN_PROGRESS', 'PENDING', 'QUEUED', 'WAITING']);

/** GitHub says "failure" as soon as one check has failed; we wait for the others. */
function toChecks(rollup: z.infer<typeof rollupSchema> | null): PullState['checks'] {
  if (rollup === null) return 'none';
  const { checkRunCountsByState, statusContextCountsByState } = rollup.contexts;
  const states = [rollup.state, ...checkRunCountsByState, ...statusContextCountsByState];
  if (states.some((state) => UNFINISHED.has(state))) return 'pending';
  return rollup.state === 'SUCCESS' ? 'success' : 'failure';
}
