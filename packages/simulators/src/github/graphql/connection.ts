import { GraphQLError } from 'graphql';

export type Slice = { first?: number | null; last?: number | null };

const MOST = 100;

/** The first or last entries of a list; who wants to see them must say how many, and gets a hundred at most. */
export function connection<T>(name: string, items: readonly T[], slice: Slice) {
  return { nodes: () => sliceOf(name, items, slice), totalCount: items.length };
}

function sliceOf<T>(name: string, items: readonly T[], { first, last }: Slice): T[] {
  const wanted = first ?? last;
  if (wanted == null)
    throw refusal(
      'MISSING_PAGINATION_BOUNDARIES',
      `You must provide a \`first\` or \`last\` value to properly paginate the \`${name}\` connection.`,
    );
  if (wanted > MOST)
    throw refusal(
      'EXCESSIVE_PAGINATION',
      `Requesting ${wanted} records on the \`${name}\` connection exceeds the limit of ${MOST} records.`,
    );
  return first == null ? items.slice(Math.max(0, items.length - wanted)) : items.slice(0, wanted);
}

function refusal(type: string, message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { type } });
}
