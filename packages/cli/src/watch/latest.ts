import type { SystemStatus } from '@opencode-commander/control';

/** The same status with only so many of the tasks that ended last. */
export function latest(status: SystemStatus, recent: number): SystemStatus {
  return { ...status, recent: status.recent.slice(0, recent) };
}
