import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Health } from './health.ts';
import type { Metrics } from './metrics.ts';

/** As much of a fastify app as is used here; an app with a logger of its own fits too. */
export type RoutesHost = {
  get(path: string, handler: (request: FastifyRequest, reply: FastifyReply) => Promise<unknown>): unknown;
};

/**
 * `/healthz` answers 200 as long as the process lives, `/readyz` 200 or 503 with each check's result, `/metrics`
 * in Prometheus' text format.
 */
export function registerHealthRoutes(
  app: RoutesHost,
  { health, metrics }: { health: Health; metrics: Metrics },
): void {
  app.get('/healthz', async () => ({ ok: true }));
  app.get('/readyz', async (_request, reply) => {
    const report = await health.report();
    return reply.status(report.ok ? 200 : 503).send(report);
  });
  app.get('/metrics', async (_request, reply) => {
    const { contentType, text } = await metrics.render();
    return reply.header('content-type', contentType).send(text);
  });
}
