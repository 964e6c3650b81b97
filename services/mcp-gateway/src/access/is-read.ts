import type { FastifyRequest } from 'fastify';

/** Whether a request only looks: routes that answer GET answer HEAD too. */
export function isRead({ method }: Pick<FastifyRequest, 'method'>): boolean {
  return method === 'GET' || method === 'HEAD';
}
