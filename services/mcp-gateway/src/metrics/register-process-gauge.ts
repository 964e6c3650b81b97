import { processRegistry, SERVICES } from '@opencode-commander/queue';
import { Gauge } from 'prom-client';
import type { GaugesOptions } from './register-gauges.ts';

/** The processes that live, read when somebody asks; no values while Redis is away. */
export function registerProcessGauge({
  metrics: { registry },
  queues,
}: Pick<GaugesOptions, 'metrics' | 'queues'>): void {
  new Gauge({
    name: 'commander_processes',
    help: 'Processes that live, by service, and by whether they can do their work (well) or not (unwell).',
    labelNames: ['service', 'state'],
    registers: [registry],
    async collect() {
      this.reset();
      if (queues.redis.status !== 'ready') return;
      const alive = (await processRegistry(queues).list()).filter((each) => each.alive);
      for (const service of SERVICES) {
        const own = alive.filter((each) => each.service === service);
        const well = own.filter(({ problems }) => problems.length === 0).length;
        this.set({ service, state: 'well' }, well);
        this.set({ service, state: 'unwell' }, own.length - well);
      }
    },
  });
}
