import { SERVICES, type SeenProcess } from '@opencode-commander/queue';
import { z } from 'zod';
import { withoutSucceeded } from './without-succeeded.ts';

/** A service's process as people and programs outside see it. */
export const processViewSchema = z.object({
  service: z.enum(SERVICES).describe('One process may be all three'),
  host: z.string(),
  pid: z.number().int(),
  version: z.string(),
  started_at: z.string(),
  last_seen: z.string(),
  alive: z.boolean(),
  problems: z.array(z.string()).describe('What keeps it from its work; empty when it is well'),
});
export type ProcessView = z.infer<typeof processViewSchema>;

/** All of them by service and host, without those that died and have a successor on their host. */
export function processViews(seen: readonly SeenProcess[], now: Date): ProcessView[] {
  const isSame = (one: SeenProcess, other: SeenProcess) =>
    one.service === other.service && one.host === other.host;
  const orderOf = ({ service }: SeenProcess) => SERVICES.indexOf(service);
  return withoutSucceeded(seen, { isSame, now })
    .sort((a, b) => orderOf(a) - orderOf(b) || a.host.localeCompare(b.host) || a.pid - b.pid)
    .map((each) => processView(each, now));
}

function processView(seen: SeenProcess, now: Date): ProcessView {
  const { service, host, pid, version, startedAt, alive, problems, seenMsAgo } = seen;
  const lastSeen = new Date(now.getTime() - seenMsAgo).toISOString();
  return { service, host, pid, version, started_at: startedAt, last_seen: lastSeen, alive, problems };
}
