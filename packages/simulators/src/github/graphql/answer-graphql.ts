import {
  type DocumentNode,
  execute,
  GraphQLError,
  type GraphQLFormattedError,
  parse,
  specifiedRules,
  validate,
} from 'graphql';
import { z } from 'zod';
import type { Answer } from '../http/answer.ts';
import type { RateLimits } from '../http/rate-limits.ts';
import { type Call, define, type Route, signedIn } from '../http/route.ts';
import { createQuery } from './query.ts';
import { schema } from './schema.ts';

const requestSchema = z.object({
  query: z.string(),
  variables: z.record(z.string(), z.unknown()).nullish(),
  operationName: z.string().nullish(),
});

/** GraphQL over HTTP, as far as the schema goes: a question that fails is answered with 200 and `errors`. */
export function graphqlRoute(limits: RateLimits): Route {
  return define('POST /graphql', async (call) => {
    signedIn(call);
    const parsed = requestSchema.safeParse(call.body);
    if (!parsed.success) return answered({ errors: [{ message: 'A query attribute must be specified.' }] });
    return answerQuestion(call, limits, parsed.data);
  });
}

async function answerQuestion(
  call: Call,
  limits: RateLimits,
  { query, variables, operationName }: z.infer<typeof requestSchema>,
): Promise<Answer> {
  const document = readDocument(query);
  if (document instanceof GraphQLError) return answered({ errors: [formatted(document)] });
  const objections = validate(schema, document, specifiedRules);
  if (objections.length > 0) return answered({ errors: objections.map(formatted) });
  const { data, errors = [] } = await execute({
    schema,
    document,
    rootValue: createQuery(call, limits),
    variableValues: variables ?? {},
    ...(operationName ? { operationName } : {}),
  });
  return answered({ data, ...(errors.length > 0 ? { errors: errors.map(formatted) } : {}) });
}

function readDocument(query: string): DocumentNode | GraphQLError {
  try {
    return parse(query);
  } catch (error) {
    if (error instanceof GraphQLError) return error;
    throw error;
  }
}

/** GitHub writes the kind of an error beside its message, not below `extensions`. */
function formatted(error: GraphQLError): GraphQLFormattedError & { type?: unknown } {
  const { extensions: { type } = {}, ...rest } = error.toJSON();
  return type === undefined ? rest : { type, ...rest };
}

function answered(body: unknown): Answer {
  return { status: 200, body };
}
