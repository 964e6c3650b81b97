import { writeFile } from 'node:fs/promises';
import { kill } from 'node:process';
import { listSandboxes, PodmanError } from '@opencode-commander/sandbox';
import { z } from 'zod';
import type { World } from '../world.ts';
import { type FaultOf, type FaultSite, forAWhile, nthOf } from './fault-site.ts';
import { findEventStream } from './find-event-stream.ts';

type ContainerFault = FaultOf<
  'container_kill' | 'container_memory' | 'opencode_kill' | 'opencode_freeze' | 'sse_cut' | 'sse_silent'
>;

/** A running container of ours may end at any moment: what is gone by then cannot be broken. */
export async function injectContainerFault(site: FaultSite, fault: ContainerFault): Promise<boolean> {
  const { podman, instances } = site.world;
  const all = (await listSandboxes(podman)).filter(({ instance }) => instances.includes(instance));
  const found = nthOf(
    all.filter(({ running }) => running),
    fault.nth,
  );
  if (found === null) return false;
  try {
    return await breakContainer(site, fault, found.id);
  } catch (error) {
    if (error instanceof PodmanError || isGone(error)) return false;
    throw error;
  }
}

async function breakContainer(site: FaultSite, fault: ContainerFault, id: string): Promise<boolean> {
  const { world } = site;
  if (fault.kind === 'container_kill') {
    await world.podman.send({ method: 'POST', path: `/containers/${id}/kill`, query: { signal: 'SIGKILL' } });
    return true;
  }
  const processes = await processesIn(world, id);
  const opencode = processes.find(({ args }) => args.includes('opencode serve'));
  if (fault.kind === 'sse_cut') return cutConnections(processes);
  if (opencode === undefined) return false;
  switch (fault.kind) {
    case 'opencode_kill':
      kill(opencode.pid, 'SIGKILL');
      return true;
    case 'opencode_freeze':
      return freeze(site, opencode.pid, fault.ms);
    case 'sse_silent': {
      const stream = await findEventStream(opencode.pid);
      return stream !== null && freeze(site, stream, fault.ms);
    }
    case 'container_memory':
      return useUpMemory(world, id, opencode.pid);
  }
}

function freeze(site: FaultSite, pid: number, ms: number): Promise<boolean> {
  return forAWhile(site, ms, { begin: () => void kill(pid, 'SIGSTOP'), heal: () => resume(pid) });
}

type Process = {
  /** On the host. */
  pid: number;
  /** In the container. */
  inside: string;
  parentInside: string;
  args: string;
};
const topSchema = z.object({ Processes: z.array(z.array(z.string())).nullable() });

async function processesIn({ podman }: World, id: string): Promise<Process[]> {
  const query = { stream: 'false', ps_args: 'hpid,pid,ppid,args' };
  const { Processes } = await podman.call({ method: 'GET', path: `/containers/${id}/top`, query }, topSchema);
  return (Processes ?? []).map(([pid = '', inside = '', parentInside = '', ...args]) => ({
    pid: Number(pid),
    inside,
    parentInside,
    args: args.join(' '),
  }));
}

/** Each connection through the sockets is a child of socat's. */
function cutConnections(processes: readonly Process[]): boolean {
  const doors = processes.filter(({ args }) => args.startsWith('socat'));
  const connections = doors.filter(({ parentInside }) => doors.some(({ inside }) => inside === parentInside));
  for (const { pid } of connections) kill(pid, 'SIGKILL');
  return connections.length > 0;
}

/** The kernel's choice falls on opencode when the container's memory is used up. */
async function useUpMemory({ podman }: World, id: string, pid: number): Promise<boolean> {
  await writeFile(`/proc/${pid}/oom_score_adj`, '1000');
  const Cmd = ['sh', '-c', 'exec tail /dev/zero'];
  const exec = await podman.call(
    { method: 'POST', path: `/containers/${id}/exec`, json: { Cmd } },
    z.object({ Id: z.string() }),
  );
  await podman.send({ method: 'POST', path: `/exec/${exec.Id}/start`, json: { Detach: true } });
  return true;
}

function resume(pid: number): void {
  try {
    kill(pid, 'SIGCONT');
  } catch (error) {
    if (!isGone(error)) throw error;
  }
}

function isGone(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ESRCH' || error.code === 'ENOENT');
}
