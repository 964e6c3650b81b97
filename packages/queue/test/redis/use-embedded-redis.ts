// A process of its own for the tests: uses the embedded Redis of <dataDir> <runDir> until its input ends.
import { argv, stdin, stdout } from 'node:process';
import { startEmbeddedRedis } from '../../src/redis/embedded-redis.ts';

const [, , dataDir = '', runDir = ''] = argv;
const redis = await startEmbeddedRedis({ dataDir, runDir });
stdout.write(`${redis.pid} ${redis.owned}\n`);
for await (const _ of stdin);
await redis.stop();
