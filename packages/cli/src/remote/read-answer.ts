import { VERSION_HEADER } from '@opencode-commander/control';
import type { z } from 'zod';
import { StrangeGatewayError } from './gateway-error.ts';
import { jsonOf } from './json-of.ts';
import { otherVersion, refusal, stranger } from './refusal.ts';

/** What the gateway answered, as JSON that `schema` reads. Throws RefusedError, GatewayAwayError, StrangeGatewayError. */
export async function readAnswer<Schema extends z.ZodType>(
  url: string,
  response: Response,
  schema: Schema,
): Promise<z.output<Schema>> {
  const text = await response.text();
  if (!response.ok) throw refusal(url, response, text);
  const version = response.headers.get(VERSION_HEADER);
  if (version === null) throw stranger(url, response, text);
  const { success, data } = schema.safeParse(jsonOf(text));
  if (success) return data;
  throw new StrangeGatewayError(
    `The answer of ${url} is not understood${otherVersion(response)}: use the same version there and here`,
  );
}
