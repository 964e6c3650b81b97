import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { FastifyInstance } from 'fastify';

const TYPES = { css: 'text/css; charset=utf-8', js: 'text/javascript; charset=utf-8' } as const;

/** Every file that the pages load, as it is in the folder beside. */
const ASSETS: readonly `${string}.${keyof typeof TYPES}`[] = [
  'style.css',
  'live.js',
  'replace-fragment.js',
  'relative-times.js',
];

/** The pages' style sheet and scripts at /assets, for everybody: there is nothing in them to hide. */
export function registerAssets(app: FastifyInstance): void {
  for (const name of ASSETS) {
    const content = readFileSync(new URL(`./assets/${name}`, import.meta.url));
    const etag = `"${createHash('sha256').update(content).digest('base64url')}"`;
    const type = name.endsWith('.css') ? TYPES.css : TYPES.js;
    app.get(`/assets/${name}`, async (request, reply) => {
      reply.headers({ etag, 'cache-control': 'no-cache', 'x-content-type-options': 'nosniff' });
      if (request.headers['if-none-match'] === etag) return reply.status(304).send();
      return reply.type(type).send(content);
    });
  }
}
