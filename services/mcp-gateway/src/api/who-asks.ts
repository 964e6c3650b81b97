import { BY_HEADER, InputError } from '@opencode-commander/control';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';

/** Nothing that a log, a comment or a terminal would take for more than a name. */
const claimSchema = z.object({
  [BY_HEADER]: z
    .string()
    .regex(/^[A-Za-z0-9][A-Za-z0-9 ._()-]{0,63}$/, 'at most 64 letters, digits, spaces and . _ - ( )')
    .optional(),
});

/**
 * Who asks, for the logs of tasks: `http`, or `http as maria (cli)` for whoever says so. The token does not tell one from
 * another: it is the word of whoever holds it. Throws InputError for what is no name.
 */
export function whoAsks({ headers }: Pick<FastifyRequest, 'headers'>): string {
  const { data, error } = claimSchema.safeParse({ [BY_HEADER]: headers[BY_HEADER] });
  if (error) throw new InputError(error);
  const claim = data[BY_HEADER];
  return claim === undefined ? 'http' : `http as ${claim}`;
}
