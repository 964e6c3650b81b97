import type { ControlClient, SystemStatus } from '@opencode-commander/control';
import type { FleetView } from './fleet-view.ts';

const RECENT = 10;
const QUEUED = 50;

/** Reads what the first page shows. Throws RedisError. */
export async function readFleet(client: Pick<ControlClient, 'ask'>): Promise<FleetView> {
  const [status, { queue }] = await Promise.all([
    client.ask('status', { recent: RECENT }),
    client.ask('queue.list', { limit: QUEUED }),
  ]);
  return { status: extended(status), queue, hours: [] };
}

function extended(status: SystemStatus): FleetView['status'] {
  const alive = status.dispatchers.filter((each) => each.alive);
  return {
    ...status,
    running: status.running.map((task) => ({ ...task, activity: null })),
    processes: [],
    slots: {
      used: alive.reduce((sum, { running }) => sum + running.length, 0),
      total: alive.reduce((sum, { slots }) => sum + slots, 0),
    },
    budget: { day_usd: null, spent_today_usd: status.spent_today_usd },
  };
}
