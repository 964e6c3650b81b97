import { once } from 'node:events';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { connectPodman, type Podman } from '@opencode-commander/sandbox';

/** A container as Podman lists it. */
export type WireContainer = {
  Id: string;
  Names: string[];
  State: string;
  Labels: Record<string, string>;
};

/** A Podman that lists these containers, and stops and removes what it is told to. */
export async function podmanOnWire(
  directory: string,
  containers: readonly WireContainer[],
): Promise<AsyncDisposable & { podman: Podman; removed: string[]; stopped: string[] }> {
  const socket = join(directory, 'podman.sock');
  const removed: string[] = [];
  const stopped: string[] = [];
  const server = createServer(({ method, url }, response) => {
    const [, , , , id = '', action] = new URL(url ?? '', 'http://podman').pathname.split('/');
    if (method === 'DELETE') removed.push(id);
    if (action === 'stop') stopped.push(id);
    const answer = id === 'json' ? containers.filter(({ Id }) => !removed.includes(Id)) : { Mounts: [] };
    response.end(JSON.stringify(answer));
  }).listen(socket);
  await once(server, 'listening');
  const podman = connectPodman(socket);
  const stop = async () => {
    await podman.close();
    server.close();
  };
  return { podman, removed, stopped, [Symbol.asyncDispose]: stop };
}
