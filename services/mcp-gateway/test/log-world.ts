import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedRedis } from '@opencode-commander/queue';
import { startWorld, type World } from './gateway-world.ts';
import { queueTask } from './mcp/tasks.ts';

const AT_ONCE = 1_000;

/** A gateway with a task that has a long log, on a Redis of its own: the one that all tests share is too small for it. */
export type LogWorld = AsyncDisposable & { world: World; id: string };

/** Writes so many entries with this text into the log, as the store does but many at once. */
export async function startLogWorld({ events, text }: { events: number; text: string }): Promise<LogWorld> {
  const directory = await mkdtemp(join(tmpdir(), 'd-'));
  const redis = await startEmbeddedRedis({ dataDir: directory, runDir: directory });
  const world = await startWorld({ redisUrl: redis.url, maxEvents: 2 * events });
  const id = await queueTask(world);
  const key = `{${world.prefix}}:task:${id}:events`;
  const entry = JSON.stringify({ type: 'agent_text', at: new Date().toISOString(), text });
  for (let written = 0; written < events; written += AT_ONCE) {
    const pipeline = world.redis.pipeline();
    for (let i = 0; i < Math.min(AT_ONCE, events - written); i += 1) pipeline.xadd(key, '*', 'event', entry);
    await pipeline.exec();
  }
  if ((await world.redis.xlen(key)) <= events) throw new Error(`the log is not at ${key}`);
  const dispose = async () => {
    await world[Symbol.asyncDispose]();
    await redis.stop();
    await rm(directory, { recursive: true });
  };
  return { world, id, [Symbol.asyncDispose]: dispose };
}
