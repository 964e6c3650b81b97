import Fastify from 'fastify';
import { Counter } from 'prom-client';
import { expect, test } from 'vitest';
import {
  createHealth,
  createLogger,
  createMetrics,
  ListenError,
  registerHealthRoutes,
  startHealthServer,
  startWaitingServer,
} from '../src/index.ts';

const address = {
  name: 'The health of the poller',
  host: '127.0.0.1',
  port: 0,
  keys: { host: 'health.host', port: 'health.poller_port' },
};

test('a report names what fails and what does not answer', async () => {
  const health = createHealth({ timeoutMs: 20 });
  health.check('redis', () => 'PONG');
  health.check('podman', () => Promise.reject(new Error('socket absent')));
  health.check('github', () => new Promise(() => undefined));
  expect(await health.report()).toEqual({
    ok: false,
    checks: {
      redis: { ok: true },
      podman: { ok: false, message: 'socket absent' },
      github: { ok: false, message: 'no answer within 20 ms' },
    },
  });
});

test('a note is reported and makes nobody unwell', async () => {
  const health = createHealth();
  let note: string | null = null;
  health.note('admission', () => note);
  expect(await health.report()).toEqual({ ok: true, checks: { admission: { ok: true } } });
  note = 'takes no new tasks: the disk is full';
  expect(await health.report()).toEqual({ ok: true, checks: { admission: { ok: true, message: note } } });
});

test('what a service of the process checks is checked for the whole', async () => {
  const whole = createHealth();
  const [poller, dispatcher] = [createHealth({ partOf: whole }), createHealth({ partOf: whole })];
  for (const part of [poller, dispatcher]) part.check('redis', () => 'PONG');
  poller.check('github', () => Promise.reject(new Error('away')));
  dispatcher.note('admission', () => 'takes no new tasks');
  const github = { ok: false, message: 'away' };
  const admission = { ok: true, message: 'takes no new tasks' };
  expect(await poller.report()).toEqual({ ok: false, checks: { redis: { ok: true }, github } });
  expect(await dispatcher.report()).toEqual({ ok: true, checks: { redis: { ok: true }, admission } });
  expect(await whole.report()).toEqual({ ok: false, checks: { redis: { ok: true }, github, admission } });
});

test('the server says alive, ready and its metrics', async () => {
  const health = createHealth();
  const metrics = createMetrics({ service: 'poller' });
  const polls = new Counter({ name: 'polls_total', help: 'Polls', registers: [metrics.registry] });
  polls.inc();
  const server = await startHealthServer(address, { health, metrics });
  const get = (path: string) => fetch(`${server.url}${path}`, { signal: AbortSignal.timeout(5_000) });
  try {
    expect((await get('/healthz')).status).toBe(200);
    expect((await get('/readyz')).status).toBe(200);
    health.check('redis', () => Promise.reject(new Error('gone')));
    const unready = await get('/readyz');
    expect(unready.status).toBe(503);
    expect(await unready.json()).toEqual({ ok: false, checks: { redis: { ok: false, message: 'gone' } } });
    const text = await (await get('/metrics')).text();
    expect(text).toContain('polls_total{service="poller"} 1');
    expect(text).toContain('process_resident_memory_bytes');
  } finally {
    await server.stop();
  }
});

test('a port that is taken is said in one line', async () => {
  const tell = { health: createHealth(), metrics: createMetrics() };
  const server = await startHealthServer(address, tell);
  const port = Number(new URL(server.url).port);
  const refused = startHealthServer({ ...address, port }, tell);
  await expect(refused).rejects.toThrow(ListenError);
  await expect(refused).rejects.toThrow(
    `The health of the poller cannot listen on 127.0.0.1:${port}: the port is taken; stop what listens there or set health.poller_port`,
  );
  await server.stop();
});

test('a host that this machine does not have is said in one line', async () => {
  const tell = { health: createHealth(), metrics: createMetrics() };
  await expect(startHealthServer({ ...address, host: '192.0.2.1' }, tell)).rejects.toThrow(
    'The health of the poller cannot listen on 192.0.2.1:0: this machine has no such address; set health.host',
  );
});

test('who waits to begin lives and is not ready, whatever is asked', async () => {
  const report = { ok: false, checks: { redis: { ok: false, message: 'not there yet' } } } as const;
  const server = await startWaitingServer(address, () => report);
  const get = (path: string) => fetch(`${server.url}${path}`, { signal: AbortSignal.timeout(5_000) });
  expect((await get('/healthz')).status).toBe(200);
  for (const path of ['/readyz', '/metrics', '/', '/api/status']) {
    const answer = await get(path);
    expect(answer.status).toBe(503);
    expect(await answer.json()).toEqual(report);
  }
  await server.stop();
});

test('the routes fit an app with a logger of its own, in a scope', async () => {
  const loggerInstance = createLogger({ name: 'x', level: 'silent', pretty: false, secrets: [] });
  const app = Fastify({ loggerInstance });
  registerHealthRoutes(app, { health: createHealth(), metrics: createMetrics() });
  expect((await app.inject('/readyz')).json()).toEqual({ ok: true, checks: {} });
  await app.close();
});
