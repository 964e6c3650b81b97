import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { type ClientRequest, get, type IncomingMessage } from 'node:http';
import { fileURLToPath } from 'node:url';
import { aTask } from '../a-task.ts';
import type { Benchmark } from '../benchmark.ts';
import { eachInLanes } from '../each-in-lanes.ts';
import type { Ground } from '../ground.ts';
import { openQueue } from '../host/open-host.ts';
import { startRedisProgram } from '../host/redis-program.ts';
import { nodeProgram } from '../node-program.ts';
import { residentMemory } from '../resident-memory.ts';
import { type Program, startProgram } from '../start-program.ts';
import { makeWorld } from '../world.ts';

const GATEWAY = fileURLToPath(new URL('../../../../services/mcp-gateway/src/main.ts', import.meta.url));
const BARE = fileURLToPath(new URL('../bare-stream.ts', import.meta.url));
const MANY = 500;
const AT_ONCE = 20;

/** What each of many who follow the log of a task costs the gateway's memory. */
export const followers: Benchmark = {
  name: 'followers',
  about: `resident memory for each of ${MANY} who follow a task at rest, against bare fastify`,
  rehearsed: false,
  async open(ground) {
    const { url: redisUrl } = await startRedisProgram(ground);
    const token = randomBytes(20).toString('hex');
    const { config, settings } = await makeWorld(ground, {
      ...{ COMMANDER_REDIS_URL: redisUrl, COMMANDER_MCP_TOKEN: token },
      ...{ COMMANDER_LOG_LEVEL: 'info', COMMANDER_LOG_FORMAT: 'json' },
    });
    const { store } = await openQueue(ground, config);
    const task = aTask(1);
    await store.create(task);
    const gateway = nodeProgram(ground, [GATEWAY], settings);
    const bare = nodeProgram(ground, [BARE]);
    const path = `/api/tasks/${task.id}/events`;
    return async () => {
      const floor = await perFollower(ground, {
        path: '/',
        token,
        program: { ...bare, ready: { on: 'stdout', text: 'listening on' } },
      });
      const ours = await perFollower(ground, {
        path,
        token,
        program: { ...gateway, ready: { on: 'stderr', text: 'the gateway listens' } },
      });
      return [{ measure: 'a follower', unit: 'kB', ours, floor }];
    };
  },
};

type Followed = { program: Program; path: string; token: string };

/** Thousands of bytes that a process holds more for each follower beyond the first. */
async function perFollower(ground: Ground, { program, path, token }: Followed): Promise<number> {
  await using running = await startProgram(ground, program);
  const [origin = ''] = /http:\/\/[\d.:]+/.exec(running.said) ?? [];
  const held = () => residentMemory(running.pid, { children: false, signal: ground.signal });
  const open: ClientRequest[] = [];
  const follow = async () => {
    const asked = get(`${origin}${path}`, { headers: { authorization: `Bearer ${token}` }, agent: false });
    // It is cut off in the end.
    asked.on('error', () => undefined);
    open.push(asked);
    await untilTold(asked);
  };
  try {
    await follow();
    const before = await held();
    await eachInLanes(new Array(MANY).fill(null), AT_ONCE, follow);
    return ((await held()) - before) * (1_000 / MANY);
  } finally {
    for (const each of open) each.destroy();
  }
}

/** Resolves with the first thing that it is told. */
async function untilTold(asked: ClientRequest): Promise<void> {
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    asked.once('response', resolve).once('error', reject);
  });
  if (response.statusCode !== 200) throw new Error(`a follower was refused: HTTP ${response.statusCode}`);
  await once(response, 'data');
  response.resume();
}
