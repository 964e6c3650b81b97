import { createConnection } from 'node:net';
import {
  ResourceListChangedNotificationSchema,
  ResourceUpdatedNotificationSchema,
} from '@modelcontextprotocol/sdk/types.js';
import { taskViewSchema } from '@opencode-commander/control';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { z } from 'zod';
import { startWorld, type World } from '../gateway-world.ts';
import { failTask, queueTask, say } from './tasks.ts';

let world: World;
let client: Awaited<ReturnType<World['client']>>;
beforeAll(async () => {
  world = await startWorld();
  client = await world.client();
});
afterAll(() => world[Symbol.asyncDispose]());

const contentsSchema = z.object({
  contents: z.array(z.object({ text: z.string(), mimeType: z.string() })).length(1),
});

async function read(uri: string) {
  const [content] = contentsSchema.parse(await client.readResource({ uri })).contents;
  return { text: content?.text ?? '', mimeType: content?.mimeType };
}

describe('the resources', () => {
  it('list every task with its record and its transcript', async () => {
    const id = await queueTask(world);
    const { resources } = await client.listResources();
    expect(resources.map(({ uri }) => uri)).toEqual(
      expect.arrayContaining([
        'commander://tasks',
        `commander://tasks/${id}`,
        `commander://tasks/${id}/transcript`,
      ]),
    );
    expect(resources.find(({ uri }) => uri.endsWith(id))).toMatchObject({
      name: expect.stringMatching(/^acme\/web#\d+ Issue \d+$/),
      description: expect.stringContaining('is queued as'),
    });
    const { resourceTemplates } = await client.listResourceTemplates();
    expect(resourceTemplates.map(({ uriTemplate }) => uriTemplate).sort()).toEqual([
      'commander://tasks/{id}',
      'commander://tasks/{id}/transcript',
    ]);
  });

  it('give the list and a record as JSON, and a transcript as text', async () => {
    const id = await queueTask(world);
    await say(world, id, 'the workspace is ready');
    await failTask(world, id, 'it gave up');
    const list = await read('commander://tasks');
    expect(list.mimeType).toBe('application/json');
    expect(JSON.parse(list.text)).toContainEqual(
      expect.objectContaining({ id, status: 'failed', uri: `commander://tasks/${id}` }),
    );
    const task = taskViewSchema.parse(JSON.parse((await read(`commander://tasks/${id}`)).text));
    expect(task).toMatchObject({ id, failure: { message: 'it gave up' } });
    const transcript = await read(`commander://tasks/${id}/transcript`);
    expect(transcript.mimeType).toBe('text/plain');
    expect(transcript.text).toMatch(
      /queued: accepted\n.*the workspace is ready\n.*dispatched.*\n.*failed: it gave up$/s,
    );
  });

  it.each([
    ['commander://tasks/999-abcdef', 'no task'],
    ['commander://tasks/999-abcdef/transcript', 'no task'],
    ['commander://tasks/nonsense', 'task_id'],
    ['commander://nothing', 'not found'],
    ['file:///etc/passwd', 'not found'],
  ])('say what is wrong with %s', async (uri, line) => {
    await expect(client.readResource({ uri })).rejects.toThrow(line);
  });

  it('ask for the tasks once for each list', async () => {
    const commands = await commandsOf(async () => void (await client.listResources()));
    const counted = commands.filter(
      (command) => command.includes(':index:waiting_human') && command.includes('"zrevrange"'),
    );
    expect(counted).toHaveLength(1);
  });

  it('say when there is no such task by the protocol’s own code', async () => {
    await expect(client.readResource({ uri: 'commander://tasks/999-abcdef' })).rejects.toMatchObject({
      code: -32_002,
    });
  });

  it('complete the id of a task', async () => {
    const id = await queueTask(world);
    const ref = { type: 'ref/resource' as const, uri: 'commander://tasks/{id}/transcript' };
    const { completion } = await client.complete({ ref, argument: { name: 'id', value: id.slice(0, -2) } });
    expect(completion.values).toEqual([id]);
  });
});

/** A machine at work takes its time, beside the second in which changes are gathered. */
const BUSY = { timeout: 5_000 };

describe('a client hears', () => {
  it('that a task has come, once of many that come together', async () => {
    const listener = await world.client();
    let heard = 0;
    listener.setNotificationHandler(ResourceListChangedNotificationSchema, () => {
      heard += 1;
    });
    // The stream for what is told unasked opens after the client has begun.
    await expect
      .poll(async () => {
        await queueTask(world);
        return heard;
      }, BUSY)
      .toBeGreaterThan(0);
    const before = heard;
    for (let i = 0; i < 20; i += 1) await queueTask(world);
    await expect.poll(() => heard, BUSY).toBeGreaterThan(before);
    expect(heard).toBeLessThan(before + 5);
  });

  it('that a task it subscribed to has changed, and no more once it does not want to', async () => {
    const listener = await world.client();
    const [id, other] = [await queueTask(world), await queueTask(world)];
    const uri = `commander://tasks/${id}`;
    const heard: string[] = [];
    listener.setNotificationHandler(
      ResourceUpdatedNotificationSchema,
      ({ params }) => void heard.push(params.uri),
    );
    await listener.subscribeResource({ uri });
    await listener.subscribeResource({ uri: 'commander://tasks' });
    let epoch = 0;
    const change = async (task: string) => {
      epoch += 1;
      const at = new Date().toISOString();
      await world.store.change({ id: task, epoch: 0, at, patch: { commits: epoch } });
    };
    await expect
      .poll(async () => {
        await change(id);
        return new Set(heard);
      }, BUSY)
      .toEqual(new Set([uri, 'commander://tasks']));
    await listener.unsubscribeResource({ uri: 'commander://tasks' });
    const before = heard.length;
    await change(other);
    await change(id);
    await expect.poll(() => new Set(heard.slice(before)), BUSY).toEqual(new Set([uri]));
  });

  it('that something was added to the log of a task, where it subscribed to its transcript, and not to its record', async () => {
    const listener = await world.client();
    const id = await queueTask(world);
    const heard: string[] = [];
    listener.setNotificationHandler(
      ResourceUpdatedNotificationSchema,
      ({ params }) => void heard.push(params.uri),
    );
    const [record, transcript] = [`commander://tasks/${id}`, `commander://tasks/${id}/transcript`];
    for (const uri of ['commander://tasks', record, transcript]) await listener.subscribeResource({ uri });
    await expect
      .poll(async () => {
        await say(world, id, 'more');
        return heard;
      }, BUSY)
      .toContain(transcript);
    expect(new Set(heard)).toEqual(new Set([transcript]));
  });

  it('of all that it subscribed to where the gateway may have missed something', async () => {
    const listener = await world.client();
    const id = await queueTask(world);
    const uris = ['commander://tasks', `commander://tasks/${id}/transcript`];
    const heard: string[] = [];
    listener.setNotificationHandler(
      ResourceUpdatedNotificationSchema,
      ({ params }) => void heard.push(params.uri),
    );
    let lists = 0;
    listener.setNotificationHandler(ResourceListChangedNotificationSchema, () => {
      lists += 1;
    });
    for (const uri of uris) await listener.subscribeResource({ uri });
    await expect
      .poll(async () => {
        await queueTask(world);
        return heard.length;
      }, BUSY)
      .toBeGreaterThan(0);
    const before = { heard: heard.length, lists };
    await world.redis.client('KILL', 'TYPE', 'PUBSUB');
    await expect.poll(() => new Set(heard.slice(before.heard)), BUSY).toEqual(new Set(uris));
    await expect.poll(() => lists, BUSY).toBeGreaterThan(before.lists);
  });

  it.each([
    'commander://tasks/nonsense',
    'commander://tasks/12-abcdef/nonsense',
    `commander://tasks/${'9'.repeat(200)}-abcdef`,
    'file:///etc/passwd',
    'x'.repeat(100_000),
  ])('of nothing that is no resource: %.40s', async (uri) => {
    const listener = await world.client();
    await expect(listener.subscribeResource({ uri })).rejects.toMatchObject({
      code: -32_602,
      message: expect.stringContaining('Nothing to subscribe to'),
    });
  });

  it('of a hundred things at most that it subscribed to', async () => {
    const listener = await world.client();
    const uri = (number: number) => `commander://tasks/${number}-abcdef`;
    for (let i = 1; i <= 100; i += 1) await listener.subscribeResource({ uri: uri(i) });
    const more = listener.subscribeResource({ uri: uri(101) });
    await expect(more).rejects.toThrow('subscribe to commander://tasks instead');
  });
});

/**
 * What the gateway has Redis do meanwhile: lines like `+1700000000.5 [0 lua] "get" "key"`.
 *
 * Read off the socket, as ioredis fails when the first line comes in one piece with the answer to MONITOR.
 */
async function commandsOf(work: () => Promise<void>): Promise<string[]> {
  const monitor = createConnection(inject('redisSocket')).setEncoding('utf8');
  let heard = '';
  monitor.on('data', (piece: string) => {
    heard += piece;
  });
  monitor.write('MONITOR\r\n');
  await expect.poll(() => heard).toContain('+OK');
  await work();
  // What it is told in order: this comes after all the rest.
  await world.redis.echo(`after ${world.prefix}`);
  await expect.poll(() => heard).toContain(`"echo" "after ${world.prefix}"`);
  monitor.destroy();
  return heard.split('\r\n').filter((line) => line.includes(world.prefix));
}
