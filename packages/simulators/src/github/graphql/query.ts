import { GraphQLError } from 'graphql';
import { type RateLimits, rateLimitOf } from '../http/rate-limits.ts';
import { type Call, signedIn } from '../http/route.ts';
import { visibleRepository } from '../state/access.ts';
import { toInstant } from '../state/world.ts';
import { resolveActor } from './resolve-actor.ts';
import { resolveRepository } from './resolve-repository.ts';
import { visibleNodes } from './visible-nodes.ts';

const MOST_IDS = 100;

/** What the schema's `Query` answers to one caller. */
export function createQuery(call: Call, limits: RateLimits) {
  return {
    node: ({ id }: { id: string }) => foundOrError(call, [id])[0],
    nodes({ ids }: { ids: readonly string[] }) {
      if (ids.length > MOST_IDS)
        throw new GraphQLError(
          `You may not provide more than ${MOST_IDS} node ids; you provided ${ids.length}.`,
          { extensions: { type: 'ARGUMENT_LIMIT' } },
        );
      return foundOrError(call, ids);
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

/** An error in a list makes its own entry null and leaves the others. */
function foundOrError(call: Call, ids: readonly string[]) {
  const nodes = visibleNodes(call);
  return ids.map(
    (id) => nodes.get(id)?.() ?? notFound(`Could not resolve to a node with the global id of '${id}'`),
  );
}

function notFound(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { type: 'NOT_FOUND' } });
}
