import type { FastifyRequest } from 'fastify';

/** The path and the query of a request, as they were sent: `//` begins a path here, not the name of a host. */
export function addressOf({ url }: Pick<FastifyRequest, 'url'>): {
  pathname: string;
  searchParams: URLSearchParams;
} {
  const [pathname = '', ...query] = url.split('?');
  return { pathname, searchParams: new URLSearchParams(query.join('?')) };
}
