import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import { join } from 'node:path';
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
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { connectInstance, type InstanceError } from '../src/index.ts';

// opencode boots in 2 s, and in 20 s while everything else is tested too.
const SLOW = { timeout: 90_000 };
const PASSWORD = 'a-password-of-the-test';

let model: ModelSimulator;
let opencode: ServedOpencode;

beforeAll(async () => {
  model = await startModelSimulator();
  opencode = await serveOpencode({ modelUrl: model.url, password: PASSWORD, ask: ['bash'] });
}, 90_000);
afterAll(async () => {
  await opencode[Symbol.asyncDispose]();
  await model.stop();
});

function until<T>(look: () => Promise<T>): Promise<T> {
  return vi.waitFor(look, { timeout: 30_000, interval: 100 });
}

function connect(options: Partial<Parameters<typeof connectInstance>[0]> = {}) {
  const address = { url: opencode.url };
  return connectInstance({ name: 'Instance dev', address, password: PASSWORD, ...options });
}

describe('an instance', SLOW, () => {
  it('tells its version and lists sessions of all directories', async () => {
    await using instance = await connect();
    expect(instance.version).toMatch(/^1\.\d+\.\d+/);
    const directory = join(opencode.directory, 'web');
    await using elsewhere = await connect({ directory });
    const made = await elsewhere.create({ title: 'In web', yolo: false, model: 'sim/second' });
    expect(made).toMatchObject({ title: 'In web', directory, model: 'sim/second', parentId: null });
    expect(await instance.sessions(50)).toContainEqual(expect.objectContaining({ id: made.id, directory }));
    expect(await instance.sessions(1)).toHaveLength(1);
    expect(await instance.session(made.id)).toMatchObject({ title: 'In web' });
    expect(await instance.session('ses_nothing')).toBeNull();
  });

  it('takes a prompt, and shows what came of it', async () => {
    await using instance = await connect();
    const { id } = await instance.create({ title: 'talk', yolo: true });
    model.addScript({
      name: 'talk',
      match: ({ prompt }) => prompt === 'Talk.',
      steps: [bash('echo yes'), say('Done.')],
    });
    await instance.prompt(id, { text: 'Talk.', model: 'sim/second' });
    const messages = await until(async () => {
      const found = (await instance.messages(id, 10)) ?? [];
      expect(found.at(-1)).toMatchObject({ role: 'assistant', text: 'Done.' });
      return found;
    });
    expect(messages[0]).toMatchObject({ role: 'user', text: 'Talk.', error: null, at: expect.any(Date) });
    expect(messages.flatMap(({ tools }) => tools)).toMatchObject([
      { name: 'bash', state: 'completed', output: 'yes' },
    ]);
    expect(await instance.messages(id, 1)).toHaveLength(1);
    expect(model.requests.at(-1)?.body.model).toBe('second');
    const fork = await instance.fork(id);
    expect(fork.id).not.toBe(id);
    expect((await instance.messages(fork.id, 10))?.[0]).toMatchObject({ text: 'Talk.' });
    expect(JSON.parse(await instance.export(id))).toMatchObject({ info: { id } });
  });

  it('asks before it does something, and takes the answer', async () => {
    await using instance = await connect();
    const { id } = await instance.create({ yolo: false });
    model.addScript({
      name: 'ask',
      match: ({ prompt }) => prompt === 'Ask.',
      steps: [bash('true'), bash('true'), question({ question: 'Which?', options: ['A', 'B'] }), stall()],
    });
    await instance.prompt(id, { text: 'Ask.' });
    const permission = () =>
      until(async () => {
        const [asked] = (await instance.pending(id)).permissions ?? [];
        if (asked === undefined) throw new Error('not yet');
        return asked;
      });
    const first = await permission();
    expect(first).toMatchObject({ permission: 'bash' });
    await instance.permit(first.requestId, 'always');
    const asked = await until(async () => {
      const [found] = (await instance.pending(id)).questions;
      if (found === undefined) throw new Error('not yet');
      return found;
    });
    expect((await instance.activity(id)).state).toBe('busy');
    await instance.answer(asked.requestId, [['A']]);
    await until(async () => expect((await instance.pending(id)).questions).toEqual([]));
    await instance.abort(id);
    await until(async () => expect((await instance.activity(id)).state).toBe('idle'));
    await expect(instance.permit(first.requestId, 'once')).rejects.toMatchObject({ kind: 'refused' });
  });

  it('says that the password is wrong', async () => {
    await expect(connect({ password: 'wrong' })).rejects.toThrow(
      'Instance dev: opencode did not say that it is healthy: it answered 401: check its username and password in commander.toml',
    );
    await expect(connect({ password: null })).rejects.toMatchObject({ kind: 'unauthorized', exitCode: 4 });
  });
});

describe('what is no instance', () => {
  it('is down', async () => {
    await using closed = await startServer(() => undefined);
    await closed[Symbol.asyncDispose]();
    expect(await failure(closed.url)).toMatchObject({
      kind: 'unreachable',
      message:
        'Instance dev: opencode cannot be reached to say that it is healthy (ECONNREFUSED): is it running?',
    });
  });

  it('is slow', async () => {
    await using silent = await startServer(() => undefined);
    expect(await failure(silent.url)).toMatchObject({
      kind: 'unreachable',
      message: 'Instance dev: opencode took more than 300 ms to say that it is healthy: is it running?',
    });
  });

  it.each([
    ['an older opencode', { healthy: true, version: '1.2.3' }, 'runs opencode 1.2.3: it needs 1.18 or newer'],
    ['another program', { status: 'UP' }, 'answers, but not as opencode 1.18 or newer does'],
    ['5 MB', 'x'.repeat(5 * 1024 * 1024), 'answers, but not as opencode'],
    ['9 MB', 'x'.repeat(9 * 1024 * 1024), 'answers, but not as opencode'],
  ])('is %s', async (_, answer, message) => {
    await using server = await startServer((response) => answerJson(response, JSON.stringify(answer)));
    const error = await failure(server.url, 10_000);
    expect(error.message).toContain(message);
    expect(error).toMatchObject({ kind: 'unfit', exitCode: 4 });
  });

  it('speaks garbage', async () => {
    await using server = await startServer((response) => answerJson(response, '{"healthy": tru\u0000'));
    expect(await failure(server.url)).toMatchObject({ kind: 'unfit' });
    await using page = await startServer((response) => void response.end('<html>Welcome</html>'));
    expect(await failure(page.url)).toMatchObject({ kind: 'unfit' });
  });

  it('lists nonsense among its sessions, which is left out', async () => {
    const time = { created: 1, updated: 2 };
    const good = { id: 'ses_good', title: 'a\u001b[31m\nb', directory: '/p', time };
    const bad = [
      7,
      { ...good, id: '../x' },
      { ...good, directory: '/p\r\nx: y' },
      { ...good, directory: '/p\ud800' },
      { ...good, time: { created: 9e99, updated: 1 } },
    ];
    await using server = await startServer((response, path) =>
      answerJson(
        response,
        JSON.stringify(path.endsWith('/health') ? { healthy: true, version: '1.18.0' } : [...bad, good]),
      ),
    );
    await using instance = await connect({ address: { url: server.url } });
    expect(await instance.sessions(10)).toMatchObject([
      { id: 'ses_good', title: 'a[31m b', directory: '/p' },
    ]);
  });
});

async function failure(url: string, timeoutMs = 300): Promise<InstanceError> {
  return connect({ address: { url }, timeoutMs }).then(
    () => {
      throw new Error('it is an instance');
    },
    (error) => error,
  );
}

function answerJson(response: ServerResponse, text: string): void {
  response.setHeader('content-type', 'application/json').end(text);
}

async function startServer(answer: (response: ServerResponse, path: string) => void) {
  const server = createServer((request, response) =>
    answer(response, new URL(request.url ?? '', 'http://o').pathname),
  );
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : 0;
  const stop = async (): Promise<void> => {
    server.closeAllConnections();
    server.close();
  };
  return { url: `http://127.0.0.1:${port}`, [Symbol.asyncDispose]: stop };
}
