// A process that prints the id of every task that changes: <socket> <prefix>, until its standard input ends.
import { Redis } from 'ioredis';
import { createTaskStore } from '../src/store/task-store.ts';

const print = (line: string) => void process.stdout.write(`${line}\n`);
const [path = '', prefix = ''] = process.argv.slice(2);
const redis = new Redis({ path, connectionName: `${prefix}-listener` });
const end = await createTaskStore({ redis, prefix }).onChange(print);
print('listening');
process.stdin.resume().once('end', async () => {
  await end();
  redis.disconnect();
});
