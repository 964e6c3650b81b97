import type { ControlClient } from '@opencode-commander/control';
import type { Logger } from '@opencode-commander/service';
import type { Followers } from '../followers.ts';
import type { Sessions } from '../login/sessions.ts';
import type { FleetView } from './fleet/fleet-view.ts';
import type { Shared } from './live/share.ts';

/** What every page works with. */
export type PagesContext = {
  client: ControlClient;
  /** What goes on, read once for everybody who looks. Throws RedisError. */
  fleet: Shared<FleetView>;
  /** A clock in ms that nobody sets. */
  clock: () => number;
  sessions: Sessions;
  /** `models.allowed` as it is now. */
  allowedModels: () => readonly string[] | null;
  log: Logger;
  heartbeatMs: number;
  refreshMs: number;
  /** Those of live pages. */
  viewers: Followers;
};
