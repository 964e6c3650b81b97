import { OPERATION_NAMES, OPERATIONS, routeOf } from '@opencode-commander/control';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { BEARER, REPO, startWorld, type World } from './gateway-world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

const JSON_HEADERS = { ...BEARER, 'content-type': 'application/json' };
const errorSchema = z.strictObject({ error: z.string(), exit_code: z.number() });

async function post(path: string, input: unknown = {}) {
  const body = typeof input === 'string' ? input : JSON.stringify(input);
  const answer = await world.ask(path, { method: 'POST', headers: JSON_HEADERS, body });
  return { ...answer, data: JSON.parse(answer.body) as unknown };
}

async function refused(path: string, input: unknown) {
  const { status, data } = await post(path, input);
  return { status, ...errorSchema.parse(data) };
}

async function queue(title: string): Promise<string> {
  const { data } = await post('/api/dispatch', { github_issue_url: `${REPO}#${world.file(title)}` });
  return OPERATIONS.dispatch.output.parse(data).task.id;
}

describe('every operation', () => {
  it('is listed with its schemas', async () => {
    const { status, body } = await world.ask('/api', { headers: BEARER });
    const { operations } = JSON.parse(body);
    expect(status).toBe(200);
    expect(operations.map(({ name }: { name: string }) => name)).toEqual(OPERATION_NAMES);
    expect(operations.find(({ name }: { name: string }) => name === 'queue.cancel')).toMatchObject({
      method: 'POST',
      path: '/api/queue/cancel',
      effect: 'destroys',
      repeatable: true,
      asks_github: false,
      input: { type: 'object', required: ['task_id'], additionalProperties: false },
      output: { type: 'object', required: ['stopped', 'task'] },
    });
  });

  it.each(OPERATION_NAMES)('%s wants the token, and JSON that fits', async (name) => {
    const path = routeOf(name);
    const stranger = await world.ask(path, { method: 'POST', body: '{}' });
    expect(stranger.status).toBe(401);
    expect(errorSchema.parse(JSON.parse(stranger.body)).error).toContain('Bearer <token>');
    const { status, error, exit_code } = await refused(path, { nonsense: 1 });
    expect({ status, exit_code }).toEqual({ status: 400, exit_code: 4 });
    expect(error).toContain('"nonsense"');
    expect(error).not.toContain('\n');
  });
});

it('does what is asked, and says in the log who asked', async () => {
  const id = await queue('One');
  expect((await post('/api/queue/prioritize', { task_id: id, priority: 'high' })).data).toMatchObject({
    changed: true,
    task: { id, priority: 'high' },
  });
  expect((await post('/api/tasks/show', { task_id: id })).data).toMatchObject({ task: { id } });
  expect((await post('/api/queue/cancel', { task_id: id })).data).toMatchObject({ stopped: true });
  expect((await post('/api/queue/retry', { task_id: id })).data).toMatchObject({ retried: true });
  expect((await post('/api/queue/cancel', { task_id: id })).data).toMatchObject({ stopped: true });
  const { data } = await post('/api/logs', { task_id: id });
  const { events } = OPERATIONS.logs.output.parse(data);
  expect(events.map(({ event }) => event)).toContainEqual(
    expect.objectContaining({ status: 'cancelled', message: 'stopped, by http' }),
  );
  expect((await post('/api/status', '')).data).toMatchObject({ recent: [{ id }] });
  expect((await world.ask('/api/queue/list', { method: 'POST', headers: BEARER })).status).toBe(200);
});

it('takes the word of whoever has the token for who asks, as far as it is a name', async () => {
  const id = await queue('By name');
  const ask = (by: string, path = '/api/queue/prioritize') =>
    world.ask(path, {
      method: 'POST',
      headers: { ...JSON_HEADERS, 'x-commander-by': by },
      body: JSON.stringify({ task_id: id, priority: 'low' }),
    });
  const { status, headers } = await ask('maria (cli)');
  expect(status).toBe(200);
  expect(headers['x-commander-version']).toMatch(/^\d+\.\d+\.\d+$/);
  const events = await world.store.readEvents(id);
  expect(events.at(-1)?.event).toMatchObject({ message: 'its priority is low now, by http as maria (cli)' });
  for (const by of ['@everyone', '<!-- x -->', 'x'.repeat(65), ' ', '[a](b)', 'a`b']) {
    const refusal = await ask(by);
    expect({ by, status: refusal.status }).toEqual({ by, status: 400 });
    expect(errorSchema.parse(JSON.parse(refusal.body)).error).toMatch(/^x-commander-by: at most 64/);
  }
});

it('pauses and resumes', async () => {
  const { data } = await post('/api/pause', { provider: 'anthropic' });
  expect(data).toMatchObject({ began: true, pause: { scope: 'provider', by: 'http' } });
  expect((await post('/api/pauses')).data).toMatchObject({ pauses: [{ name: 'anthropic' }] });
  const both = await refused('/api/resume', { provider: 'anthropic', repo: REPO });
  expect(both).toMatchObject({ status: 400, exit_code: 4 });
  expect((await post('/api/resume', { provider: 'anthropic' })).data).toMatchObject({ resumed: true });
});

it('gives the log page by page', async () => {
  const id = await queue('Two');
  const at = new Date().toISOString();
  for (const message of ['a', 'b', 'c'])
    await world.store.appendEvent(id, { type: 'service', at, level: 'info', message });
  const page = async (input: object) =>
    OPERATIONS.logs.output.parse((await post('/api/logs', { task_id: id, ...input })).data);
  const messages = ({ events }: Awaited<ReturnType<typeof page>>) =>
    events.map(({ event }) => ('message' in event ? event.message : ''));
  const latest = await page({ limit: 2 });
  expect({ messages: messages(latest), more: latest.more }).toEqual({ messages: ['b', 'c'], more: false });
  const all = await page({ after: '0-0', limit: 4 });
  expect({ messages: messages(all).slice(2), more: all.more }).toEqual({ messages: ['a', 'b'], more: true });
  expect(messages(await page({ after: all.next }))).toEqual(['c']);
  expect(await page({ after: latest.next })).toEqual({ events: [], next: latest.next, more: false });
});

describe('what is wrong is said in one line', () => {
  const notFound = { status: 404, exit_code: 1 };

  it.each([
    ['an unknown task', '/api/queue/cancel', { task_id: '999-abcdef' }, notFound, 'no task 999-abcdef'],
    ['no id', '/api/tasks/show', { task_id: 'x' }, { status: 400, exit_code: 4 }, 'task_id: '],
    [
      'no such priority',
      '/api/dispatch',
      { github_issue_url: 'a/b#1', priority: 'x' },
      { status: 400 },
      'priority: ',
    ],
    [
      'a nested field',
      '/api/answer',
      { task_id: '1-abcdef', reply: { kind: 'x' } },
      { status: 400 },
      'reply.kind: ',
    ],
    [
      'no reference',
      '/api/dispatch',
      { github_issue_url: 'x' },
      { status: 400, exit_code: 4 },
      'names no issue',
    ],
    [
      'an unknown issue',
      '/api/dispatch',
      { github_issue_url: `${REPO}#999` },
      { status: 404, exit_code: 3 },
      '999',
    ],
    [
      'no dead write',
      '/api/outbox/replay',
      { write_id: 'x' },
      { status: 404, exit_code: 4 },
      'no dead write x',
    ],
    ['no time', '/api/cost', { since: '7w' }, { status: 400, exit_code: 4 }, 'since: say how long ago'],
    ['a forgotten time', '/api/cost', { since: '2020-01-01' }, { status: 400, exit_code: 4 }, 'for 40 days'],
    ['no JSON', '/api/status', '{"recent":', { status: 400, exit_code: 4 }, 'JSON'],
    ['an array', '/api/status', [], { status: 400, exit_code: 4 }, 'object'],
  ])('%s', async (_name, path, input, expected, line) => {
    const answer = await refused(path, input);
    expect(answer).toMatchObject(expected);
    expect(answer.error).toContain(line);
    expect(answer.error).not.toContain('\n');
  });

  it('a state that does not allow it', async () => {
    const id = await queue('Three');
    const at = new Date().toISOString();
    const { epoch } = await world.store.claim({ id, host: 'here', at });
    await world.store.change({ id, epoch, at, status: 'running' });
    const publishingUntil = new Date(Date.now() + 60_000).toISOString();
    await world.store.change({ id, epoch, at, patch: { publishingUntil } });
    const answer = await post('/api/queue/cancel', { task_id: id });
    expect(answer).toMatchObject({ status: 409, data: { error: expect.stringContaining('publishing') } });
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(50);
    await world.store.change({ id, epoch, at, patch: { publishingUntil: null } });
  });

  it('an operation that is none, with near ones', async () => {
    expect(await refused('/api/queue/lst', {})).toEqual({
      status: 404,
      error:
        'There is no operation queue.lst: did you mean /api/queue/list, /api/queue/prioritize, /api/queue/move, /api/queue/cancel, /api/queue/retry? GET /api lists all',
      exit_code: 4,
    });
    expect((await refused('/api/statsu', {})).error).toContain('did you mean /api/status?');
    expect((await refused('/api/nothing/like/it', {})).error).toBe(
      'There is no operation nothing.like.it: GET /api lists all',
    );
  });

  it('an operation that is not asked for with POST', async () => {
    const known = await world.ask('/api/queue/list?limit=1', { headers: BEARER });
    expect({ ...known, data: JSON.parse(known.body) }).toMatchObject({
      status: 405,
      headers: { allow: 'POST' },
      data: { error: 'GET is not how to ask for queue.list: POST it', exit_code: 4 },
    });
    const unknown = await world.ask('/api/queue/lst', { method: 'DELETE', headers: BEARER });
    expect(unknown.status).toBe(404);
    expect(errorSchema.parse(JSON.parse(unknown.body)).error).toContain('did you mean /api/queue/list');
    expect((await world.ask('/api/queue/list')).status).toBe(401);
  });

  it('a body that is too large, or of another type', async () => {
    expect((await refused('/api/status', `"${'x'.repeat(1_000_001)}"`)).status).toBe(413);
    const headers = { ...BEARER, 'content-type': 'text/plain' };
    const { status, body } = await world.ask('/api/status', { method: 'POST', headers, body: '{}' });
    expect(status).toBe(415);
    errorSchema.parse(JSON.parse(body));
  });
});

it('logs nothing but that it listens', () => {
  expect(world.lines.map((line) => JSON.parse(line).msg)).toEqual(['the gateway listens']);
});
