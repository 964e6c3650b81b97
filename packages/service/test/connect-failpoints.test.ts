import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { connectFailpoints } from '../src/connect-failpoints.ts';

let directory: string;
let server: Server;
let hits: string[];
let verdicts: Record<string, string>;
let killed: number;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'f'));
  hits = [];
  verdicts = {};
  killed = 0;
  server = createServer((socket) => {
    createInterface({ input: socket }).on('line', (line) => {
      const { id, point, service, pid } = JSON.parse(line);
      hits.push(`${service} ${pid} ${point}`);
      const verdict = verdicts[point] ?? 'go';
      if (verdict === 'hang up') socket.destroy();
      else socket.write(`${JSON.stringify({ id, verdict, ms: 1 })}\n`);
    });
  }).listen(join(directory, 's'));
  await once(server, 'listening');
});
afterEach(async () => {
  server.close();
  await rm(directory, { recursive: true });
});

function open() {
  const kill = () => {
    killed += 1;
  };
  return connectFailpoints(join(directory, 's'), { service: 'poller', pid: 7, kill });
}
const toError = (message: string) => new RangeError(message);

describe('failpoints that the rig listens to', () => {
  it('ask before and after an effect, and give its result', async () => {
    const failpoints = await open();
    expect(await failpoints.around('github.react', async () => 42, toError)).toBe(42);
    expect(hits).toEqual(['poller 7 before github.react', 'poller 7 after github.react']);
  });

  it('fail as the edge does, before the effect or after it', async () => {
    const failpoints = await open();
    let done = 0;
    const work = async () => {
      done += 1;
    };
    verdicts = { 'before store.claim': 'throw', 'after store.create': 'throw' };
    await expect(failpoints.around('store.claim', work, toError)).rejects.toThrow(RangeError);
    expect(done).toBe(0);
    await expect(failpoints.around('store.create', work, toError)).rejects.toThrow('after store.create');
    expect(done).toBe(1);
  });

  it('take the life of the process', async () => {
    const failpoints = await open();
    verdicts = { 'before podman.start': 'crash' };
    await failpoints.around('podman.start', async () => undefined, toError);
    expect(killed).toBe(1);
  });

  it('let everything go on without a rig', async () => {
    const failpoints = await open();
    verdicts = { 'before agent.prompt': 'hang up' };
    expect(await failpoints.around('agent.prompt', async () => 'done', toError)).toBe('done');
    expect(await failpoints.around('agent.abort', async () => 'done', toError)).toBe('done');
  });
});
