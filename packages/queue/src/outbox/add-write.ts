import { type GitHubWrite, writeKey } from '@opencode-commander/task';
import type { Queue } from 'bullmq';
import { z } from 'zod';
import { defineScript } from '../redis/define-script.ts';
import type { RedisConnection } from '../redis/redis-connection.ts';

/** Where writes are added. */
export type Outbox = {
  outbox: Queue<GitHubWrite, void, string, GitHubWrite, void, string>;
  redis: RedisConnection;
};

const placeWrite = defineScript('place-write', 7);
const placedSchema = z.tuple([z.literal([0, 1, 2]), z.string()]);

/** Puts a write where its job is, or adds one. BullMQ adds none whose id is there: then somebody else was faster, and is looked at again. */
export async function addWrite({ outbox, redis }: Outbox, data: GitHubWrite): Promise<void> {
  const key = writeKey(data);
  const ids = [key, `${key}-again`] as const;
  const keys = ['active', ...ids, 'wait', 'delayed', 'completed', 'failed'].map((name) => outbox.toKey(name));
  const text = JSON.stringify(data);
  const place = async (added: number, asked: string) =>
    placedSchema.parse(await placeWrite(redis, keys, [text, ...ids, added, asked]));
  let [slot, asked] = await place(0, '');
  while (slot !== 0) {
    await outbox.add(data.kind, data, { jobId: slot === 1 ? ids[0] : ids[1] });
    [slot, asked] = await place(slot, asked);
  }
}
