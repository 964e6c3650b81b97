// A process that passes the gate five times for every line it reads: <socket> <prefix>. It prints when it got through,
// or the name of what stopped it.
import { createInterface } from 'node:readline';
import { Redis } from 'ioredis';
import { createRateGate } from '../src/installation/rate-gate.ts';

const print = (line: string) => void process.stdout.write(`${line}\n`);
const [path = '', prefix = ''] = process.argv.slice(2);
const redis = new Redis({ path });
const gate = createRateGate({ redis, prefix });

async function pass(): Promise<void> {
  try {
    for (let i = 0; i < 5; i += 1) {
      await gate.before();
      print(String(Date.now()));
    }
  } catch (error) {
    print(error instanceof Error ? error.name : 'unknown');
  }
}

await redis.ping();
print('ready');
for await (const _ of createInterface({ input: process.stdin })) await pass();
redis.disconnect();
