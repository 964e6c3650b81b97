import { z } from 'zod';
import { defineScript } from '../redis/define-script.ts';
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

const createTask = defineScript('create-task', 2);
const changeTask = defineScript('change-task', 2);
const indexTask = defineScript('index-task', 1);
const appendEvent = defineScript('append-event', 2);
const expireTasks = defineScript('expire-tasks', 1);

const repliesSchema = z.array(z.string());

export function storeScripts(redis: RedisConnection): StoreScripts {
  return {
    createTask: async ({ record, events }, args) => (await createTask(redis, [record, events], args)) === 1,
    changeTask: async ({ record, events }, args) =>
      repliesSchema.parse(await changeTask(redis, [record, events], args)),
    indexTask: async (record, args) => {
      await indexTask(redis, [record], args);
    },
    appendEvent: async ({ record, events }, args) =>
      repliesSchema.parse(await appendEvent(redis, [record, events], args)),
    expireTasks: async (index, args) => z.number().parse(await expireTasks(redis, [index], args)),
  };
}
