import type { Call } from '../http/route.ts';
import type { Label, PlacedIssue } from '../state/entities.ts';
import { issueNodeId, issuePage } from '../views/issue.ts';
import { nodeId } from '../views/user.ts';
import { connection, type Slice } from './connection.ts';
import { resolveActor } from './resolve-actor.ts';
import { resolveRepository } from './resolve-repository.ts';

export function resolveIssue(call: Call, placed: PlacedIssue) {
  const { issue } = placed;
  return {
    ...resolveSpoken(call, placed),
    __typename: 'Issue',
    databaseId: issue.id,
    state: issue.state.toUpperCase(),
    stateReason: issue.stateReason?.toUpperCase() ?? null,
  };
}

/** What an issue and a pull request have in common. */
export function resolveSpoken(call: Call, { repository, issue }: PlacedIssue) {
  const { world } = call;
  return {
    id: issueNodeId(issue),
    number: issue.number,
    title: issue.title,
    body: issue.body ?? '',
    url: issuePage(world, repository, issue),
    author: resolveActor(world, issue.author),
    editor: issue.lastEdit && resolveActor(world, issue.lastEdit.by),
    lastEditedAt: issue.lastEdit?.at ?? null,
    createdAt: issue.createdAt,
    updatedAt: issue.updatedAt,
    closedAt: issue.closedAt,
    labels: (slice: Slice) => connection('labels', issue.labels.map(resolveLabel), slice),
    repository: () => resolveRepository(call, repository),
  };
}

function resolveLabel({ id, name, color, description }: Label) {
  return { id: nodeId('Label', id), name, color, description };
}
