import { z } from 'zod';

/** Why a queued task does not run although it is its turn. */
export const waitsForSchema = z.discriminatedUnion('kind', [
  /** Other issues, as `owner/repo#12`, must be closed or merged first; `cycle` when they wait for this one too. */
  z.object({ kind: z.literal('dependencies'), issues: z.array(z.string()), cycle: z.boolean() }),
  /** A model provider is out of quota. */
  z.object({ kind: z.literal('provider'), provider: z.string(), until: z.iso.datetime() }),
  /** People have paused everything, its repository or its model provider; `name` is what they have paused, null for everything. */
  z.object({
    kind: z.literal('pause'),
    of: z.enum(['all', 'repository', 'provider']),
    name: z.string().nullable(),
    reason: z.string().nullable(),
  }),
  /** As many tasks of its repository run as may. */
  z.object({ kind: z.literal('repository'), limit: z.number().int() }),
  /** The host that took it has no room, or lacks what it needs; `reason` names no path of the host's. */
  z.object({ kind: z.literal('host'), host: z.string(), reason: z.string() }),
]);
export type WaitsFor = z.infer<typeof waitsForSchema>;
