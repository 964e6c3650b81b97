import { join } from 'node:path';
import { type Agent, connectAgent } from '@opencode-commander/agent';
import type { StartedSandbox } from '@opencode-commander/sandbox';
import { PASSWORD } from '../a-sandbox.ts';
import type { AgentHost } from '../agent-host.ts';
import type { Measurement } from '../benchmark.ts';
import { type Ground, onGround } from '../ground.ts';
import { type SandboxParts, startSandbox, updateMirror } from '../start-sandbox.ts';
import { createStopwatch, type Stopwatch } from '../stopwatch.ts';
import { untilAsked } from '../until-asked.ts';
import type { World } from '../world.ts';

/** The stages of a run, one after the other and each by itself, in the dispatcher's order. */
export async function openParts(
  ground: Ground,
  world: World,
  host: AgentHost,
): Promise<() => Promise<Measurement[]>> {
  const mirror = join(ground.directory, 'mirror.git');
  await updateMirror(ground, world, mirror);
  // What one run makes goes with it.
  const { directory: parent } = ground;
  return () =>
    onGround({ ...ground, parent }, (own) =>
      measure({ ground: own, world, host, mirror, watch: createStopwatch() }),
    );
}

async function measure(parts: SandboxParts): Promise<Measurement[]> {
  const { ground, watch } = parts;
  const started = await startSandbox(parts);
  await readEntryTimes(started, watch);
  const agent = connectAgent({
    socketPath: started.agentSocket,
    password: PASSWORD,
    directory: '/workspace',
  });
  ground.stack.defer('the connection to opencode', () => agent.close());
  await converse(agent, parts);
  return watch.measurements();
}

const ENTRY_LINE = /^agent-entry: (?:the )?(workspace|opencode) .* after (\d+) ms$/;
const ENTRY_NAMES: Readonly<Record<string, string>> = { workspace: 'clone', opencode: 'opencode’s boot' };

/** The entry script does both at once, and prints when each was done. */
async function readEntryTimes(started: StartedSandbox, watch: Stopwatch): Promise<void> {
  for (const line of (await started.logs(20)).split('\n')) {
    const [, what = '', ms] = ENTRY_LINE.exec(line.trim()) ?? [];
    const name = ENTRY_NAMES[what];
    if (name !== undefined) watch.note(`  of it: ${name}`, Number(ms));
  }
}

async function converse(agent: Agent, { ground, world, watch }: SandboxParts): Promise<void> {
  const { signal } = ground;
  await watch.time('opencode’s first answer', () => agent.untilHealthy({ timeoutMs: 60_000, signal }));
  const session = await watch.time('session opened', () => agent.openSession({ title: 'Bench' }));
  const since = Date.now();
  await session.prompt('Say no.');
  watch.note('prompt to first request', await untilAsked(world.model, { since, signal }));
}
