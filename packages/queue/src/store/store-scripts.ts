import { readFileSync } from 'node:fs';
import type { Result } from 'ioredis';
import { z } from 'zod';
import type { RedisConnection } from '../redis/redis-connection.ts';

/** The store's Lua scripts on one connection; their arguments are described at the top of each script. */
export type StoreScripts = {
  createTask(keys: TaskKeys, args: ScriptArguments): Promise<boolean>;
  changeTask(keys: TaskKeys, args: ScriptArguments): Promise<string[]>;
  indexTask(record: string, args: ScriptArguments): Promise<void>;
  appendEvent(keys: TaskKeys, args: ScriptArguments): Promise<string[]>;
  expireTasks(index: string, args: ScriptArguments): Promise<number>;
};

export type TaskKeys = { record: string; events: string };
type ScriptArguments = readonly (string | number)[];

declare module 'ioredis' {
  interface RedisCommander<Context> {
    commanderCreateTask(...keysAndArguments: (string | number)[]): Result<unknown, Context>;
    commanderChangeTask(...keysAndArguments: (string | number)[]): Result<unknown, Context>;
    commanderIndexTask(...keysAndArguments: (string | number)[]): Result<unknown, Context>;
    commanderAppendEvent(...keysAndArguments: (string | number)[]): Result<unknown, Context>;
    commanderExpireTasks(...keysAndArguments: (string | number)[]): Result<unknown, Context>;
  }
}

const SCRIPTS = {
  commanderCreateTask: { numberOfKeys: 2, lua: readScript('create-task') },
  commanderChangeTask: { numberOfKeys: 2, lua: readScript('change-task') },
  commanderIndexTask: { numberOfKeys: 1, lua: readScript('index-task') },
  commanderAppendEvent: { numberOfKeys: 2, lua: readScript('append-event') },
  commanderExpireTasks: { numberOfKeys: 1, lua: readScript('expire-tasks') },
};

const repliesSchema = z.array(z.string());

/** Makes the scripts callable on `redis`. */
export function loadStoreScripts(redis: RedisConnection): StoreScripts {
  for (const [name, script] of Object.entries(SCRIPTS)) redis.defineCommand(name, script);
  return {
    createTask: async ({ record, events }, args) =>
      (await redis.commanderCreateTask(record, events, ...args)) === 1,
    changeTask: async ({ record, events }, args) =>
      repliesSchema.parse(await redis.commanderChangeTask(record, events, ...args)),
    indexTask: async (record, args) => {
      await redis.commanderIndexTask(record, ...args);
    },
    appendEvent: async ({ record, events }, args) =>
      repliesSchema.parse(await redis.commanderAppendEvent(record, events, ...args)),
    expireTasks: async (index, args) => z.number().parse(await redis.commanderExpireTasks(index, ...args)),
  };
}

function readScript(name: string): string {
  return readFileSync(new URL(`../scripts/${name}.lua`, import.meta.url), 'utf8');
}
