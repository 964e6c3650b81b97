import { collectDefaultMetrics, Registry } from 'prom-client';

export type Metrics = {
  /** Register own counters, gauges and histograms with `registers: [metrics.registry]`. */
  registry: Registry;
  /** Everything in Prometheus' text format. */
  render(): Promise<{ contentType: string; text: string }>;
};

/** A registry of its own, so that several services can live in one process, with Node's process metrics. */
export function createMetrics({ service }: { service?: string } = {}): Metrics {
  const registry = new Registry();
  if (service !== undefined) registry.setDefaultLabels({ service });
  collectDefaultMetrics({ register: registry });
  return {
    registry,
    render: async () => ({ contentType: registry.contentType, text: await registry.metrics() }),
  };
}
