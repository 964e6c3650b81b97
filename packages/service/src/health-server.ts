import Fastify, { type FastifyInstance } from 'fastify';
import type { Health, HealthReport } from './health.ts';
import { registerHealthRoutes } from './health-routes.ts';
import { type ListenAddress, listenError } from './listen-address.ts';
import type { Metrics } from './metrics.ts';
import type { Service } from './service.ts';

export type HealthServer = Service & {
  /** Where it listens, such as `http://127.0.0.1:7071`. */
  url: string;
};

/** Serves the health routes on a port of their own; port 0 takes any free one. Throws ListenError. */
export function startHealthServer(
  address: ListenAddress,
  tell: { health: Health; metrics: Metrics },
): Promise<HealthServer> {
  const app = createApp();
  registerHealthRoutes(app, tell);
  return listen(app, address);
}

/**
 * Stands in for a process that lives and is not ready to begin: `/healthz` answers 200, everything else 503 with what `report`
 * gives. Throws ListenError.
 */
export function startWaitingServer(
  address: ListenAddress,
  report: () => HealthReport,
): Promise<HealthServer> {
  const app = createApp();
  app.get('/healthz', async () => ({ ok: true }));
  app.setNotFoundHandler((_request, reply) => reply.status(503).header('retry-after', '5').send(report()));
  return listen(app, address);
}

function createApp(): FastifyInstance {
  return Fastify({ logger: false, forceCloseConnections: true });
}

async function listen(app: FastifyInstance, address: ListenAddress): Promise<HealthServer> {
  const { host, port } = address;
  try {
    return { url: await app.listen({ host, port }), stop: () => app.close() };
  } catch (cause) {
    await app.close();
    throw listenError(address, cause);
  }
}
