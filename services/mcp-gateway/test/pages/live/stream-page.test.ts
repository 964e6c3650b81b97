import { once } from 'node:events';
import { RedisError } from '@opencode-commander/queue';
import { createLogger } from '@opencode-commander/service';
import Fastify, { type FastifyInstance } from 'fastify';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { html } from '../../../src/html/html.ts';
import { type Fragment, versionOfPage } from '../../../src/pages/live/fragment.ts';
import { streamPage } from '../../../src/pages/live/stream-page.ts';
import { fragmentsOf, listen, until } from './listen.ts';

let app: FastifyInstance;
let url: string;
let fragments: Fragment[];
let failure: Error | null;
let remainingMs: number;

const log = createLogger({ name: 'test', level: 'silent', pretty: false, secrets: [] });
const part = (id: string, text: string): Fragment => ({ id, html: html`<p id="${id}">${text}</p>` });

beforeEach(async () => {
  fragments = [part('one', 'a'), part('two', 'b')];
  failure = null;
  remainingMs = Number.POSITIVE_INFINITY;
  app = Fastify({ forceCloseConnections: true });
  app.get<{ Querystring: { seen?: string } }>('/', (request, reply) =>
    streamPage(reply, {
      ...{ refreshMs: 5, heartbeatMs: 20, remainingMs, log, seen: request.query.seen },
      render: async () => {
        if (failure) throw failure;
        return fragments;
      },
    }),
  );
  url = await app.listen({ port: 0, host: '127.0.0.1' });
});
afterEach(() => app.close());

it('sends a page that nobody has seen whole, then only what changes', async () => {
  const { response } = await listen(url);
  const heard = await until(response, /^id: .*alive.*alive/ms);
  expect(fragmentsOf(heard).map(({ id }) => id)).toEqual(['one', 'two']);
  fragments = [part('one', 'a'), part('two', '<c>')];
  const then = await until(response, /event: fragment.*alive.*alive/s);
  expect(fragmentsOf(then)).toEqual([{ id: 'two', html: '<p id="two">&lt;c&gt;</p>' }]);
  expect(then).toContain(`id: ${versionOfPage(fragments)}\nevent: fragment`);
});

it('sends nothing of what somebody has', async () => {
  const { response } = await listen(`${url}/?seen=${versionOfPage(fragments)}`);
  expect(fragmentsOf(await until(response, /alive.*alive/s))).toEqual([]);
});

it('says what is wrong, and goes on once it is not', async () => {
  const { response } = await listen(url);
  await until(response, /"two"/);
  failure = new RedisError('Redis is away');
  const [notice] = fragmentsOf(await until(response, /"notice".*\n\n/));
  expect(notice?.html).toContain('Redis is away');
  failure = null;
  fragments = [part('one', 'back')];
  await until(response, /back/);
});

it('ends with the session', async () => {
  remainingMs = 60;
  const { response } = await listen(url);
  response.resume();
  await once(response, 'end');
});

it('begins no stream of what is not there', async () => {
  failure = new RedisError('away');
  const { response } = await listen(url);
  expect(response.statusCode).toBe(500);
  response.resume();
});
