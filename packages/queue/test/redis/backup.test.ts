import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { expect, it, vi } from 'vitest';
import { createQueues } from '../../src/queues.ts';
import { connectRedis } from '../../src/redis/connect-redis.ts';
import { createTaskStore } from '../../src/store/task-store.ts';
import { enqueueTask } from '../../src/tasks/enqueue-task.ts';
import { jobIdOf } from '../../src/tasks/task-queues.ts';
import { startRedis } from '../a-redis.ts';
import { aTask } from '../a-task.ts';

const GUIDE = new URL('../../../../docs/operations.md', import.meta.url);

it('is saved while it runs and restored after a loss by the commands of docs/operations.md', async () => {
  const [save, restore] = await guidedCommands();
  await using server = await startRedis('--appendonly', 'yes');
  const run = (script: string) =>
    promisify(execFile)('sh', ['-ec', script], {
      cwd: server.directory,
      env: { PATH: process.env['PATH'], SOCKET: server.socket, DIRECTORY: server.directory },
    });
  const [before, after] = [aTask(1), aTask(2)];
  {
    await using world = await openWorld(server.url);
    await world.store.create(before);
    await enqueueTask(world.queues, before);
    await run(save);
    await world.store.create(after);
    await world.redis.flushall();
    expect(await world.store.get(before.id)).toBeNull();
  }
  await server.end('SIGTERM');
  await run(restore);
  server.again();
  {
    await using world = await openWorld(server.url);
    expect(await world.store.get(before.id)).toEqual(before);
    expect((await world.queues.tasks.getJob(jobIdOf(before.id)))?.data).toEqual({ taskId: before.id });
    expect(await world.store.get(after.id)).toBeNull();
    await world.store.create(after);
  }
  // It goes on from there: what is written then outlasts the next start.
  await server.end('SIGTERM');
  server.again();
  await using world = await openWorld(server.url);
  expect((await world.store.list()).map(({ id }) => id)).toEqual([after.id, before.id]);
});

/** The two blocks of shell: what saves Redis, and what puts the copy in its place. */
async function guidedCommands(): Promise<[string, string]> {
  const [, section = ''] = (await readFile(GUIDE, 'utf8')).split('\n## Backup and restore\n');
  const blocks = [...(section.split('\n## ')[0] ?? '').matchAll(/```sh\n([^`]*)```/g)].map(
    ([, block = '']) => block,
  );
  const [save, restore] = blocks;
  if (!save || !restore || blocks.length > 2) throw new Error(`it has ${blocks.length} blocks of shell`);
  return [save, restore];
}

async function openWorld(url: string) {
  // It may just be starting.
  const redis = await vi.waitFor(() => connectRedis({ url, role: 'producer' }), { timeout: 20_000 });
  const place = { redis, prefix: 'saved' };
  const queues = createQueues({ ...place, onError: () => undefined });
  return {
    ...{ redis, queues, store: createTaskStore(place) },
    async [Symbol.asyncDispose]() {
      await queues.close();
      redis.disconnect();
    },
  };
}
