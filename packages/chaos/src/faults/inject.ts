import type { Fault } from '../schedule/fault.ts';
import type { FaultSite } from './fault-site.ts';
import { injectContainerFault } from './inject-container.ts';
import { injectGitHubFault } from './inject-github.ts';
import { injectPeopleFault } from './inject-people.ts';
import { injectProcessFault } from './inject-process.ts';
import { injectRedisFault } from './inject-redis.ts';

/** Makes one thing go wrong, and right again where it lasts for a while. Says false when there was nothing to break. */
export async function inject(site: FaultSite, fault: Fault): Promise<boolean> {
  switch (fault.kind) {
    // Those happen at their failpoint.
    case 'failpoint':
      return true;
    case 'kill':
    case 'term':
    case 'freeze':
    case 'clock':
    case 'disk_full':
    case 'image_missing':
      return injectProcessFault(site, fault);
    case 'redis_kill':
    case 'redis_restart':
    case 'redis_partition':
    case 'redis_half_open':
    case 'redis_slow':
    case 'redis_cut':
    case 'redis_full':
    case 'redis_flush':
    case 'redis_aof_cut':
      return injectRedisFault(site, fault);
    case 'container_kill':
    case 'container_memory':
    case 'opencode_kill':
    case 'opencode_freeze':
    case 'sse_cut':
    case 'sse_silent':
      return injectContainerFault(site, fault);
    case 'rename':
    case 'archive':
    case 'branch_there':
    case 'pull_there':
    case 'base_forced':
    case 'close':
    case 'reply':
      return injectPeopleFault(site, fault);
    default:
      return injectGitHubFault(site, fault);
  }
}
