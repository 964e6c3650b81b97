import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { type AgentHost, openAgentHost } from '../agent-host.ts';
import type { Benchmark } from '../benchmark.ts';
import { type Ground, onGround } from '../ground.ts';
import { nodeProgram } from '../node-program.ts';
import { makeHand, OPENCODE } from '../opencode-by-hand.ts';
import { residentMemory } from '../resident-memory.ts';
import { type Program, startProgram } from '../start-program.ts';
import { startSandbox, updateMirror } from '../start-sandbox.ts';
import { createStopwatch } from '../stopwatch.ts';
import { makeWorld, type World } from '../world.ts';

const COMMANDER = fileURLToPath(new URL('../../../cli/src/main.ts', import.meta.url));
const BARE = fileURLToPath(new URL('../bare-process.ts', import.meta.url));

/** What commander and its agents hold of the machine's memory while they have nothing to do. */
export const memory: Benchmark = {
  name: 'memory',
  about:
    'resident at rest: commander against bare Node.js with BullMQ and fastify, a sandbox against opencode',
  rehearsed: false,
  async open(ground) {
    const host = await openAgentHost(ground, 'bench-memory');
    const world = await makeWorld(ground, { COMMANDER_CONTAINERS_SOCKET: host.podman.socket });
    const commander = nodeProgram(ground, [COMMANDER, 'up'], world.settings);
    const bare = nodeProgram(ground, [BARE]);
    return async () => [
      {
        measure: '`commander up`, without its Redis',
        unit: 'MB',
        floor: await heldBy(ground, { ...bare, ready: { on: 'stdout', text: 'loaded' } }),
        ours: await heldBy(ground, { ...commander, ready: { on: 'stderr', text: 'Ready.' } }),
      },
      {
        measure: 'a sandbox, booted',
        unit: 'MB',
        floor: await heldBy(ground, await opencodeProgram(ground, world)),
        ours: await heldBySandbox(ground, { world, host }),
      },
    ];
  },
};

async function opencodeProgram(ground: Ground, world: World): Promise<Program> {
  const { home, env } = await makeHand(ground, world, 'home');
  const command = [OPENCODE, 'serve', '--hostname', '127.0.0.1', '--port', '0'] as const;
  return { command: [...command], cwd: home, env, ready: { on: 'stdout', text: 'listening on' } };
}

async function heldBy(ground: Ground, program: Program): Promise<number> {
  await using running = await startProgram(ground, program);
  return await residentMemory(running.pid, { children: false, signal: ground.signal });
}

const inspectedSchema = z.object({ State: z.object({ Pid: z.number().int().positive() }) });

/** All processes of a sandbox together. */
function heldBySandbox(ground: Ground, { world, host }: { world: World; host: AgentHost }): Promise<number> {
  const { directory: parent, signal } = ground;
  return onGround({ ...ground, parent }, async (own) => {
    const mirror = join(own.directory, 'mirror.git');
    await updateMirror(own, world, mirror);
    const { id } = await startSandbox({ ground: own, world, host, mirror, watch: createStopwatch() });
    const call = { method: 'GET', path: `/containers/${id}/json` } as const;
    const { State } = await host.podman.call(call, inspectedSchema);
    return residentMemory(State.Pid, { children: true, signal });
  });
}
