import type { Changes } from '../changes.ts';
import type { World } from '../state/world.ts';
import type { Faults } from './faults.ts';
import type { RateLimits } from './rate-limits.ts';
import type { LoggedRequest } from './request-log.ts';

/** What every part of the HTTP server works with. */
export type ServerContext = {
  world: World;
  faults: Faults;
  limits: RateLimits;
  changes: Changes;
  log(entry: Omit<LoggedRequest, 'sequence' | 'at'>): LoggedRequest;
  /** Ends when the server stops. */
  signal: AbortSignal;
};
