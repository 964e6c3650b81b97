import type { ControlClient } from '@opencode-commander/control';
import type { FleetView } from './fleet-view.ts';

const RECENT = 10;
const QUEUED = 50;
const HOURS = 24;

/** Reads what the first page shows. Throws RedisError. */
export async function readFleet(client: Pick<ControlClient, 'ask'>): Promise<FleetView> {
  const [status, { queue }, { hours }] = await Promise.all([
    client.ask('status', { recent: RECENT }),
    client.ask('queue.list', { limit: QUEUED }),
    client.ask('history', { hours: HOURS }),
  ]);
  return { status, queue, hours };
}
