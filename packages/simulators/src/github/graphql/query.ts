import { GraphQLError } from 'graphql';
import { type RateLimits, rateLimitOf } from '../http/rate-limits.ts';
import { type Call, signedIn } from '../http/route.ts';
import { visibleRepository } from '../state/access.ts';
import { toInstant } from '../state/world.ts';
import { findNode } from './find-node.ts';
import { resolveActor } from './resolve-actor.ts';
import { resolveRepository } from './resolve-repository.ts';

const MOST_IDS = 100;

/** What the schema's `Query` answers to one caller. */
export function createQuery(call: Call, limits: RateLimits) {
  return {
    node: ({ id }: { id: string }) => found(call, id),
    nodes({ ids }: { ids: readonly string[] }) {
      if (ids.length > MOST_IDS)
        throw new GraphQLError(
          `You may not provide more than ${MOST_IDS} node ids; you provided ${ids.length}.`,
          { extensions: { type: 'ARGUMENT_LIMIT' } },
        );
      return ids.map((id) => foundOrError(call, id));
    },
    rateLimit() {
      const { limit, used, remaining, resetAt } = rateLimitOf(limits.look(call.viewer, 'graphql'));
      return { cost: 1, nodeCount: 1, limit, used, remaining, resetAt: toInstant(resetAt) };
    },
    repository({ owner, name }: { owner: string; name: string }) {
      const repository = visibleRepository(call.world, call.viewer, `${owner}/${name}`);
      if (repository) return resolveRepository(call, repository);
      throw notFound(`Could not resolve to a Repository with the name '${owner}/${name}'.`);
    },
    viewer: () => resolveActor(call.world, signedIn(call).user),
  };
}

function found(call: Call, id: string) {
  const node = foundOrError(call, id);
  if (node instanceof GraphQLError) throw node;
  return node;
}

/** An error in a list makes its own entry null and leaves the others. */
function foundOrError(call: Call, id: string) {
  return findNode(call, id) ?? notFound(`Could not resolve to a node with the global id of '${id}'`);
}

function notFound(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { type: 'NOT_FOUND' } });
}
