import type { TaskId } from '@opencode-commander/task';
import { z } from 'zod';
import { defineScript } from '../redis/define-script.ts';
import type { RedisConnection } from '../redis/redis-connection.ts';

const script = defineScript('ids-of-issue', 2);
const idsSchema = z.array(z.string());

/** The ids of tasks that begin with the number of an issue, of whatever repository, by the indexes of that prefix. */
export async function idsOfIssue(redis: RedisConnection, index: string, number: number): Promise<TaskId[]> {
  return idsSchema.parse(await script(redis, [`${index}ids`, `${index}all`], [number]));
}
