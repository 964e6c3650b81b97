import { sessionPlaces } from '@opencode-commander/queue';
import {
  EXIT_CODES,
  type Instance,
  type Instances,
  OperatorError,
  type ServedSession,
} from '@opencode-commander/task';
import { expect, it } from 'vitest';
import { OPERATIONS, type OperationControl, runOperation } from '../../src/index.ts';
import { NO_INSTANCES, startControl } from '../a-control.ts';

class AwayError extends OperatorError {
  readonly exitCode = EXIT_CODES.agent;
}

const session = (id: string, second = 1): ServedSession => ({
  ...{ id, title: `Title of ${id}`, directory: '/src/web', parentId: null, model: null, costUsd: 0 },
  createdAt: new Date(0),
  updatedAt: new Date(second * 1_000),
});

/** Instances of these names with these sessions; null for one that does not answer. Hears what they were asked. */
function served(
  having: Record<string, ServedSession[] | null>,
  asked: string[] = [],
  answers: Partial<Instance> = {},
): Instances {
  return {
    servers: Object.keys(having)
      .filter((name) => !/-/.test(name))
      .map((name) => ({ name, url: `http://${name}`, projectsPath: '/src' })),
    open: async (reference) => {
      const name = reference.kind === 'server' ? reference.name : reference.task.id;
      const sessions = having[name];
      asked.push(name);
      if (!sessions) throw new AwayError(`${name} is away`);
      return {
        version: '1.18.33',
        sessions: async () => sessions,
        session: async (id) => sessions.find((each) => each.id === id) ?? null,
        prompt: async (id, { text }) => void asked.push(`${name} ${id} ${text}`),
        [Symbol.asyncDispose]: async () => undefined,
        ...answers,
      } as Partial<Instance> as Instance;
    },
  };
}

function begin(
  control: ReturnType<typeof startControl>,
  instances: Instances,
  allowed: string[] | null = null,
) {
  const all: OperationControl = {
    ...control,
    readRepository: async (name) => ({ id: 7, fullName: name, canPush: true }),
    ...{ allowedModels: () => allowed, instances, by: 'octocat' },
  };
  return (name: keyof typeof OPERATIONS, input: object) => runOperation(OPERATIONS[name], all, input);
}

it('lists what answers, newest first, and says who does not', async () => {
  await using control = startControl();
  const ask = begin(
    control,
    served({ a: [session('ses_a', 1), session('ses_c', 3)], b: null, d: [session('ses_d', 2)] }),
  );
  const { sessions, silent } = await ask('sessions.list', {});
  expect(sessions).toMatchObject([{ id: 'ses_c', instance: 'a' }, { id: 'ses_d' }, { id: 'ses_a' }]);
  expect(silent).toEqual([{ instance: 'b', reason: 'b is away' }]);
  expect(await ask('sessions.list', { instance: 'd', limit: 1 })).toMatchObject({
    sessions: [{ id: 'ses_d' }],
    silent: [],
  });
  expect(await ask('sessions.sync', {})).toMatchObject({ found: 3 });
  expect(await ask('instances.list', {})).toMatchObject({
    instances: [
      { name: 'a', kind: 'server', url: 'http://a', reachable: true, version: '1.18.33', sessions: 2 },
      { name: 'b', reachable: false, reason: 'b is away' },
      { name: 'd' },
    ],
  });
  await expect(ask('sessions.list', { instance: 'x' })).rejects.toThrow('There is no instance x');
});

it('finds the server of a session by what it remembers, or by asking all of them once', async () => {
  await using control = startControl();
  const asked: string[] = [];
  const ask = begin(control, served({ a: [], b: [session('ses_b')], c: null }, asked));
  await ask('sessions.prompt', { session: 'ses_b', text: 'Go.' });
  expect(asked).toEqual(['a', 'b', 'c', 'b', 'b ses_b Go.']);
  await ask('sessions.prompt', { session: 'ses_b', text: 'On.' });
  expect(asked.slice(5)).toEqual(['b', 'b ses_b On.']);
  await expect(ask('sessions.prompt', { session: 'ses_x', text: 'Go.' })).rejects.toThrow(
    'No instance has the session ses_x: commander sessions shows what there is; c did not answer',
  );
  expect(asked.slice(7)).toEqual(['a', 'b', 'c']);
});

it('forgets a session that its instance has no more', async () => {
  await using control = startControl();
  const places = sessionPlaces(control.queues);
  await places.change({ forget: [], remember: new Map([['ses_a', { instance: 'a', directory: '/' }]]) });
  const ask = begin(control, served({ a: [] }));
  await expect(ask('sessions.status', { session: 'ses_a' })).rejects.toThrow(
    'No instance has the session ses_a',
  );
  expect(await places.find('ses_a')).toBeNull();
});

it('knows the sandbox of a task by its id, and notes who steers its agent', async () => {
  await using control = startControl();
  const id = await control.run(1);
  const epoch = (await control.store.get(id))?.epoch ?? 0;
  const patch = { containerId: 'c1', sessionId: 'ses_agent' };
  await control.store.change({ id, epoch, patch, at: '2026-01-02T00:00:00.000Z' });
  const asked: string[] = [];
  const ask = begin(control, served({ [id]: [session('ses_agent')] }, asked));
  expect(await ask('instances.list', {})).toMatchObject({
    instances: [{ name: id, kind: 'sandbox', host: 'h', url: null }],
  });
  await ask('sessions.prompt', { session: id, text: 'Rather blue.' });
  expect(asked.at(-1)).toBe(`${id} ses_agent Rather blue.`);
  const events = await control.store.readEvents(id, { after: '0-0', limit: 100 });
  expect(events.at(-1)?.event).toMatchObject({
    type: 'service',
    message: 'the session ses_agent is prompted, by octocat',
  });
  for (const [operation, input] of [
    ['sessions.permit', { reply: 'once' }],
    ['sessions.answer', { answer: '1' }],
  ] as const)
    await expect(ask(operation, { session: id, ...input })).rejects.toThrow(
      `What the agent of ${id} asks, its task asks people`,
    );
});

const THEIRS = 'd answered with the session ses_theirs, which is not its own: see what runs there';

it.each([
  ['sessions.create', { instance: 'd' }],
  ['sessions.fork', { session: 'ses_d' }],
] as const)('%s does not hand over a session of another instance', async (operation, input) => {
  await using control = startControl();
  const begun = async () => session('ses_theirs');
  const instances = served({ a: [session('ses_theirs')], d: [session('ses_d')] }, [], {
    ...{ create: begun, fork: begun },
  });
  const ask = begin(control, instances);
  await ask('sessions.sync', {});
  await expect(ask(operation, input)).rejects.toThrow(THEIRS);
  expect(await sessionPlaces(control.queues).find('ses_theirs')).toMatchObject({ instance: 'a' });
});

it('does nothing with another session than was meant', async () => {
  await using control = startControl();
  const asked: string[] = [];
  const instances = served({ d: [session('ses_d')] }, asked, { session: async () => session('ses_theirs') });
  const ask = begin(control, instances);
  await expect(ask('sessions.prompt', { session: 'ses_d', text: 'Go.' })).rejects.toThrow(THEIRS);
  expect(asked.filter((each) => each.includes('Go.'))).toEqual([]);
});

it('notes who steers an agent before it does so', async () => {
  await using control = startControl();
  const id = await control.run(1);
  const epoch = (await control.store.get(id))?.epoch ?? 0;
  const patch = { containerId: 'c1', sessionId: 'ses_agent' };
  await control.store.change({ id, epoch, patch, at: '2026-01-02T00:00:00.000Z' });
  const seen: string[] = [];
  const look = async () => {
    const events = await control.store.readEvents(id, { after: '0-0', limit: 100 });
    const event = events.at(-1)?.event;
    seen.push(event?.type === 'service' ? event.message : 'nothing');
  };
  const begun = async () => {
    await look();
    return session('ses_new');
  };
  const answers = { prompt: look, create: begun, fork: begun };
  const ask = begin(control, served({ [id]: [session('ses_agent')] }, [], answers));
  await ask('sessions.prompt', { session: id, text: 'Go.' });
  await ask('sessions.fork', { session: id });
  await ask('sessions.create', { instance: id });
  expect(seen).toEqual([
    'the session ses_agent is prompted, by octocat',
    'the session ses_agent is forked, by octocat',
    'a session is begun, by octocat',
  ]);
});

it.each([
  ['sessions.create', { instance: 'd' }],
  ['sessions.fork', { session: 'ses_d' }],
] as const)('%s answers with what was begun though Redis fails afterwards', async (operation, input) => {
  await using control = startControl();
  const begun = async () => {
    await control.queues.redis.set(`{${control.queues.prefix}}:sessions`, 'no hash');
    return session('ses_new');
  };
  const instances = served({ d: [session('ses_d')] }, [], { create: begun, fork: begun });
  const ask = begin(control, instances);
  expect(await ask(operation, input)).toMatchObject({ session: { id: 'ses_new', instance: 'd' } });
});

it('says of a task that it has no session', async () => {
  await using control = startControl();
  const id = await control.queue(1);
  const ask = begin(control, NO_INSTANCES);
  await expect(ask('sessions.status', { session: id })).rejects.toThrow(`Task ${id} has no session`);
  await expect(ask('sessions.status', { session: '9-abcdef' })).rejects.toThrow('9-abcdef');
  await expect(ask('sessions.status', { session: 'nonsense' })).rejects.toThrow(
    'session: write the id of a session, such as ses_1a2b, or of a task',
  );
});

it.each([
  [['sim/one'], 'sim/two', 'sim/two is not allowed here: choose one of sim/one'],
  [null, 'sim/one', 'sim/one is not allowed here: choose one of none'],
])('with models.allowed %j a server does not get %s', async (allowed, model, message) => {
  await using control = startControl();
  const asked: string[] = [];
  const ask = begin(control, served({ a: [session('ses_a')] }, asked), allowed);
  await expect(ask('sessions.prompt', { session: 'ses_a', text: 'Go.', model })).rejects.toThrow(message);
  await expect(ask('sessions.create', { instance: 'a', model })).rejects.toThrow(message);
  expect(asked.filter((each) => each.includes('Go.'))).toEqual([]);
});
