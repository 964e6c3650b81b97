import { taskIdSchema } from '@opencode-commander/task';
import { z } from 'zod';
import type { Keyspace } from '../keyspace.ts';
import { type BeatRegistry, beatRegistry, type Seen } from './beat-registry.ts';

const beatSchema = z.object({
  /** Unique per process. */
  id: z.string(),
  /** Boot id or machine id: tells hosts of the same name apart. */
  machine: z.string(),
  host: z.string(),
  pid: z.number().int(),
  /** When the kernel started it, in clock ticks since the boot: tells it from a later process of the same `pid`. Null if unknown. */
  started: z.number().int().nullable().default(null),
  startedAt: z.iso.datetime(),
  /** How many tasks it runs at once. */
  slots: z.number().int(),
  /** What it runs now. */
  running: z.array(taskIdSchema),
  /** Why it takes no new work; null when it does. */
  refuses: z.string().nullable(),
});
/** What a dispatcher says of itself. */
export type DispatcherBeat = z.input<typeof beatSchema>;

/** A dispatcher as the others see it. */
export type SeenDispatcher = Seen<z.output<typeof beatSchema>>;

/** The dispatchers of an installation, on all hosts. */
export type DispatcherRegistry = BeatRegistry<z.output<typeof beatSchema>, DispatcherBeat>;

/** The registry that all processes share. */
export function dispatcherRegistry(
  keyspace: Keyspace,
  { deadAfterMs }: { deadAfterMs?: number } = {},
): DispatcherRegistry {
  return beatRegistry(keyspace, { name: 'dispatchers', schema: beatSchema, deadAfterMs });
}
