import type { Octokit } from '@octokit/rest';
import { z } from 'zod';
import { graphql } from './graphql.ts';
import type { IssueState, PullState } from './thing.ts';
import { thingSchema } from './thing-schema.ts';

type Things = Map<string, IssueState | PullState | null>;

/** GitHub takes no more ids in one query. */
const AT_ONCE = 100;

const answerSchema = z.object({ nodes: z.array(thingSchema.nullable()) });

/**
 * How issues and pull requests are now, by node id, asked of clients that together may see them; null: none knows it.
 * https://docs.github.com/en/graphql/reference/queries#nodes
 */
export async function openThings(clients: readonly Octokit[], nodeIds: readonly string[]): Promise<Things> {
  const things: Things = new Map(nodeIds.map((id) => [id, null]));
  for (const client of clients) {
    const unknown = [...things].flatMap(([id, thing]) => (thing === null ? [id] : []));
    for (let i = 0; i < unknown.length; i += AT_ONCE)
      await ask(client, unknown.slice(i, i + AT_ONCE), things);
  }
  return things;
}

async function ask(client: Octokit, ids: string[], things: Things): Promise<void> {
  const { nodes } = answerSchema.parse(await graphql(client, QUERY, { ids }));
  for (const [i, id] of ids.entries()) things.set(id, nodes[i] ?? null);
}

// `state` has a type of its own for each kind, so each needs its own name.
const QUERY = `query OpenThings($ids: [ID!]!) {
  nodes(ids: $ids) {
    __typename
    ... on Issue {
      number issueState: state updatedAt lastEditedAt
      editor { __typename login }
      labels(first: 100) { nodes { name } }
      repository { ...Place }
    }
    ... on PullRequest {
      number pullState: state updatedAt headRefOid baseRefName mergeable
      statusCheckRollup {
        state
        contexts { checkRunCountsByState { state count } statusContextCountsByState { state count } }
      }
      repository { ...Place }
    }
  }
}
fragment Place on Repository { databaseId nameWithOwner isArchived viewerPermission }`;
