// What every server-sent stream costs that has nothing to tell: fastify, an answer that does not end, a heartbeat.
import fastify from 'fastify';

const HEARTBEAT_MS = 15_000;

const app = fastify();
app.get('/', (_request, reply) => {
  reply.hijack();
  reply.raw.writeHead(200, { 'content-type': 'text/event-stream' });
  reply.raw.write('data: {}\n\n');
  const heartbeat = setInterval(() => reply.raw.write(': alive\n\n'), HEARTBEAT_MS);
  reply.raw.once('close', () => clearInterval(heartbeat));
});
process.stdout.write(`listening on ${await app.listen({ host: '127.0.0.1', port: 0 })}\n`);
process.stdin.resume();
