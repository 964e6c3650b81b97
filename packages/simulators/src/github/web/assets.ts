import { once } from 'node:events';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { z } from 'zod';
import type { ServerContext } from '../http/server-context.ts';
import { notFound } from '../state/problem.ts';
import { avatarImage } from './avatar-image.ts';
import { LIVE_SCRIPT } from './live-script.ts';
import { STYLE } from './style.ts';

const idSchema = z.object({ id: z.string() });

/** The style sheet, the script, the drawn faces and the stream of changes. */
export function registerAssets(app: FastifyInstance, context: ServerContext): void {
  app.get('/-/style.css', (_request, reply) => reply.type('text/css; charset=utf-8').send(STYLE));
  app.get('/-/live.js', (_request, reply) => reply.type('text/javascript; charset=utf-8').send(LIVE_SCRIPT));
  app.get('/avatars/:id.svg', (request, reply) => {
    const { id } = idSchema.parse(request.params);
    const user = [...context.world.users.values()].find((candidate) => String(candidate.id) === id);
    if (!user) throw notFound();
    return reply.type('image/svg+xml').header('cache-control', 'max-age=3600').send(avatarImage(user));
  });
  app.get('/-/logs/:id', (request, reply) => {
    const link = context.world.logLinks.get(idSchema.parse(request.params).id);
    if (!link || link.expiresAt <= context.world.clock()) throw notFound();
    return reply.type('text/plain; charset=utf-8').send(link.log);
  });
  app.get('/-/events', async (_request, reply) => {
    await streamChanges(context, reply);
    return reply;
  });
}

/** Server-sent events, one for every change, until the browser leaves or the server stops. */
async function streamChanges({ changes, signal }: ServerContext, reply: FastifyReply): Promise<void> {
  reply.hijack();
  const { raw } = reply;
  raw.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
  raw.write(': hello\n\n');
  const off = changes.listen((change) => raw.write(`data: ${JSON.stringify(change)}\n\n`));
  const end = () => raw.destroy();
  signal.addEventListener('abort', end);
  try {
    if (!raw.destroyed) await once(raw, 'close');
  } finally {
    off();
    signal.removeEventListener('abort', end);
  }
}
