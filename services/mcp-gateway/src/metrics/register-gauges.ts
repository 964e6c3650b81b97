import { type Queues, type TaskStore, waitingCounts } from '@opencode-commander/queue';
import type { Metrics } from '@opencode-commander/service';
import { PRIORITIES } from '@opencode-commander/task';
import { Gauge } from 'prom-client';

export type GaugesOptions = { metrics: Metrics; queues: Queues; store: Pick<TaskStore, 'counts'> };

/**
 * What everybody shares, read when somebody asks: tasks by status, and what waits in the queue by priority. While
 * Redis is away these have no values and `commander_redis_up` is 0.
 */
export function registerGauges({ metrics: { registry }, queues, store }: GaugesOptions): void {
  const isUp = () => queues.redis.status === 'ready';
  const registers = [registry];
  new Gauge({
    name: 'commander_redis_up',
    help: 'Whether Redis answers (1) or not (0).',
    registers,
    collect() {
      this.set(isUp() ? 1 : 0);
    },
  });
  new Gauge({
    name: 'commander_tasks',
    help: 'Tasks that are remembered, by status.',
    labelNames: ['status'],
    registers,
    async collect() {
      this.reset();
      if (!isUp()) return;
      for (const [status, count] of Object.entries(await store.counts())) this.set({ status }, count);
    },
  });
  new Gauge({
    name: 'commander_queue_depth',
    help: 'Runs that wait for a free slot, by priority.',
    labelNames: ['priority'],
    registers,
    async collect() {
      this.reset();
      if (!isUp()) return;
      const { queued } = await waitingCounts(queues);
      for (const priority of PRIORITIES) this.set({ priority }, queued[priority]);
    },
  });
}
