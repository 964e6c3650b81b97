import {
  ResourceListChangedNotificationSchema,
  ResourceUpdatedNotificationSchema,
} from '@modelcontextprotocol/sdk/types.js';
import { taskViewSchema } from '@opencode-commander/control';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
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

  it('complete the id of a task', async () => {
    const id = await queueTask(world);
    const ref = { type: 'ref/resource' as const, uri: 'commander://tasks/{id}/transcript' };
    const { completion } = await client.complete({ ref, argument: { name: 'id', value: id.slice(0, -2) } });
    expect(completion.values).toEqual([id]);
  });
});

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
      })
      .toBeGreaterThan(0);
    const before = heard;
    for (let i = 0; i < 20; i += 1) await queueTask(world);
    await expect.poll(() => heard, { timeout: 5_000 }).toBeGreaterThan(before);
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
      })
      .toEqual(new Set([uri, 'commander://tasks']));
    await listener.unsubscribeResource({ uri: 'commander://tasks' });
    const before = heard.length;
    await change(other);
    await change(id);
    await expect.poll(() => new Set(heard.slice(before)), { timeout: 5_000 }).toEqual(new Set([uri]));
  });

  it('of a hundred things at most that it subscribed to', async () => {
    const listener = await world.client();
    for (let i = 0; i < 100; i += 1) await listener.subscribeResource({ uri: `commander://tasks/${i}` });
    const more = listener.subscribeResource({ uri: 'commander://tasks/100' });
    await expect(more).rejects.toThrow('subscribe to commander://tasks instead');
  });
});
