import { join } from 'node:path';
import { Secret } from '@opencode-commander/config';
import { openInstances } from '@opencode-commander/instance';
import {
  bash,
  type ModelSimulator,
  question,
  type ServedOpencode,
  say,
  serveOpencode,
  stall,
  startModelSimulator,
} from '@opencode-commander/simulators';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { BEARER, startWorld, type World } from './gateway-world.ts';

const PASSWORD = 'a-password-of-the-test';

let model: ModelSimulator;
let opencode: ServedOpencode;
let world: World;

beforeAll(async () => {
  model = await startModelSimulator();
  opencode = await serveOpencode({ modelUrl: model.url, password: PASSWORD, ask: ['bash'] });
  const { url, directory: projectsPath } = opencode;
  const server = { username: 'opencode', password: new Secret(PASSWORD), projectsPath };
  const instances = openInstances({
    servers: [
      { ...server, name: 'dev', url },
      { ...server, name: 'locked', url, password: new Secret('wrong') },
      { ...server, name: 'down', url: 'http://127.0.0.1:9' },
    ],
    hostName: 'here',
    openPodman: () => Promise.reject(new Error('no sandbox is asked for')),
  });
  world = await startWorld({ instances });
}, 90_000);
afterAll(async () => {
  await world[Symbol.asyncDispose]();
  await opencode[Symbol.asyncDispose]();
  await model.stop();
});

async function post(path: string, input: object) {
  const headers = { ...BEARER, 'content-type': 'application/json' };
  const { status, body } = await world.ask(`/api/${path}`, {
    method: 'POST',
    headers,
    body: JSON.stringify(input),
  });
  return { status, output: JSON.parse(body) };
}

async function done(path: string, input: object) {
  const { status, output } = await post(path, input);
  expect(output.error).toBeUndefined();
  expect(status).toBe(200);
  return output;
}

function until<T>(look: () => Promise<T>): Promise<T> {
  return vi.waitFor(look, { timeout: 40_000, interval: 100 });
}

const SLOW = { timeout: 90_000 };

it('lists instances and their sessions, whoever is down or wants another password', SLOW, async () => {
  const { session } = await done('sessions/create', { instance: 'dev', title: 'In web', directory: 'web' });
  expect(session).toMatchObject({
    instance: 'dev',
    title: 'In web',
    directory: join(opencode.directory, 'web'),
  });
  const { instances } = await done('instances/list', {});
  expect(instances).toMatchObject([
    { name: 'dev', reachable: true, version: expect.stringMatching(/^1\./), reason: null },
    {
      name: 'locked',
      reachable: false,
      reason: expect.stringContaining('answered 401: check its username and password'),
    },
    { name: 'down', reachable: false, reason: expect.stringContaining('cannot be reached') },
  ]);
  const { sessions, silent } = await done('sessions/list', {});
  expect(sessions).toContainEqual(session);
  expect(silent).toMatchObject([{ instance: 'locked' }, { instance: 'down' }]);
  expect(JSON.stringify([instances, silent, world.lines])).not.toContain(PASSWORD);
});

it('has a session talk, ask, be answered, be stopped, be forked and be exported', SLOW, async () => {
  const steps = [
    bash('true'),
    question({ question: 'Which?', options: ['A', 'B'] }),
    say('B it is.'),
    stall(),
  ];
  model.addScript({ name: 'go', match: ({ prompt }) => prompt === 'Go.', steps });
  const { session } = await done('sessions/create', { instance: 'dev', title: 'talk' });
  const { id } = session;
  await done('sessions/prompt', { session: id, text: 'Go.' });
  await until(async () =>
    expect((await done('sessions/status', { session: id })).waiting_permissions).toBe(1),
  );
  const { permissions } = await done('sessions/permissions', { session: id });
  expect(permissions).toMatchObject([{ permission: 'bash', patterns: ['true'] }]);
  expect(await done('sessions/permit', { session: id, reply: 'once' })).toMatchObject({
    request: permissions[0].id,
  });
  await until(async () => expect((await done('sessions/status', { session: id })).waiting_questions).toBe(1));
  expect(await done('sessions/questions', { session: id })).toMatchObject({
    questions: [
      { questions: [{ question: 'Which?', options: [{ label: 'A' }, { label: 'B' }], custom: true }] },
    ],
  });
  expect(await done('sessions/answer', { session: id, answer: '2' })).toMatchObject({ answers: [['B']] });
  await until(async () => {
    const { messages } = await done('sessions/messages', { session: id, limit: 1 });
    expect(messages).toMatchObject([{ role: 'assistant', text: 'B it is.' }]);
  });
  await until(async () => expect((await done('sessions/status', { session: id })).state).toBe('idle'));
  const { session: fork } = await done('sessions/fork', { session: id });
  expect(await done('sessions/status', { session: fork.id })).toMatchObject({ state: 'idle' });
  const { content } = await done('sessions/export', { session: id });
  expect(JSON.parse(content)).toMatchObject({ info: { id } });
  await done('sessions/prompt', { session: id, text: 'Go on.' });
  expect(await done('sessions/abort', { session: id })).toMatchObject({ session: { id } });
  await until(async () => expect((await done('sessions/status', { session: id })).state).toBe('idle'));
  expect(await post('sessions/permit', { session: id, reply: 'once' })).toMatchObject({ status: 409 });
});

it('asks for nothing in a session that may do everything', SLOW, async () => {
  model.addScript({
    name: 'yolo',
    match: ({ prompt }) => prompt === 'Yolo.',
    steps: [bash('echo done'), say('Did it.')],
  });
  const { session } = await done('sessions/create', { instance: 'dev', yolo: true });
  await done('sessions/prompt', { session: session.id, text: 'Yolo.' });
  await until(async () => {
    const { messages } = await done('sessions/messages', { session: session.id });
    expect(messages.at(-1)).toMatchObject({ text: 'Did it.' });
  });
});

it('finds a session again when what it remembered is lost', SLOW, async () => {
  const { session } = await done('sessions/create', { instance: 'dev' });
  await world.redis.del(`{${world.queues.prefix}}:sessions`);
  expect(await done('sessions/status', { session: session.id })).toMatchObject({ state: 'idle' });
});

it.each([
  ['sessions/status', { session: 'ses_unknown' }, 404, 'No instance has the session ses_unknown'],
  ['sessions/create', { instance: 'nowhere' }, 404, 'There is no instance nowhere'],
  ['sessions/create', { instance: 'dev', directory: '../out' }, 400, '../out is outside '],
  ['sessions/create', { instance: 'dev', model: 'sim/second' }, 400, 'sim/second is not allowed here'],
  [
    'sessions/create',
    { instance: 'locked' },
    502,
    'Instance locked: opencode did not say that it is healthy',
  ],
  ['sessions/create', { instance: 'down' }, 503, 'Instance down: opencode cannot be reached'],
  ['sessions/prompt', { session: 'ses_unknown', text: ' ' }, 400, 'text: '],
])('%s %j is refused with %i', SLOW, async (path, input, status, message) => {
  const refused = await post(path, input);
  expect(refused.status).toBe(status);
  expect(refused.output.error).toContain(message);
});

it('is a tool as well', SLOW, async () => {
  const client = await world.client();
  const args = { action: 'create', instance: 'dev', title: 'By a tool' };
  const made = await client.callTool({ name: 'commander_sessions', arguments: args });
  const { session } = z.object({ session: z.object({ id: z.string() }) }).parse(made.structuredContent);
  expect(made.content).toMatchObject([{ text: `${session.id} on dev: By a tool (${opencode.directory})` }]);
  const listed = await client.callTool({ name: 'commander_instances', arguments: {} });
  expect(listed.content).toMatchObject([{ text: expect.stringMatching(/^- dev \(server\): opencode 1\./) }]);
});
