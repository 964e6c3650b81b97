import Fastify from 'fastify';
import type { Health } from './health.ts';
import { registerHealthRoutes } from './health-routes.ts';
import type { Metrics } from './metrics.ts';
import { ListenError, type Service } from './service.ts';

export type HealthServer = Service & {
  /** Where it listens, such as `http://127.0.0.1:7071`. */
  url: string;
};

/** Serves the health routes on a port of their own; port 0 takes any free one. Throws ListenError. */
export async function startHealthServer(options: {
  host: string;
  port: number;
  health: Health;
  metrics: Metrics;
}): Promise<HealthServer> {
  const { host, port } = options;
  const app = Fastify({ logger: false, forceCloseConnections: true });
  registerHealthRoutes(app, options);
  try {
    return { url: await app.listen({ host, port }), stop: () => app.close() };
  } catch (cause) {
    await app.close();
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new ListenError(`cannot serve health on ${host}:${port}: ${reason}; choose another port`, {
      cause,
    });
  }
}
