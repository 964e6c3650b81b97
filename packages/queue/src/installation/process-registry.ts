import { z } from 'zod';
import type { Keyspace } from '../keyspace.ts';
import { type BeatRegistry, beatRegistry, type Seen } from './beat-registry.ts';

/** What commander consists of; one process may be several of them. */
export const SERVICES = ['poller', 'dispatcher', 'mcp-gateway'] as const;

const beatSchema = z.object({
  /** Unique per process and service. */
  id: z.string(),
  service: z.enum(SERVICES),
  host: z.string(),
  pid: z.number().int(),
  /** Of commander. */
  version: z.string(),
  startedAt: z.iso.datetime(),
  /** What keeps it from its work, a line each. */
  problems: z.array(z.string()),
});

/** What a service's process says of itself. */
export type ProcessBeat = z.infer<typeof beatSchema>;

/** A service's process as the others see it. */
export type SeenProcess = Seen<ProcessBeat>;

/** The processes of an installation, on all hosts. */
export type ProcessRegistry = BeatRegistry<ProcessBeat>;

/** The registry that all processes share. */
export function processRegistry(keyspace: Keyspace): ProcessRegistry {
  return beatRegistry(keyspace, { name: 'processes', schema: beatSchema });
}
