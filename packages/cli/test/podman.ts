import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { instanceOf } from '@opencode-commander/dispatcher';
import { instanceLabel } from '@opencode-commander/sandbox';
import { z } from 'zod';

/** Removes an installation's containers: those of tasks that wait or were given back stay when it stops. */
export async function removeContainers(config: Parameters<typeof instanceOf>[0]): Promise<void> {
  const filter = `label=${instanceLabel(instanceOf(config))}`;
  const { stdout } = await podman('ps', '--all', '--quiet', '--filter', filter);
  const ids = stdout.split('\n').filter(Boolean);
  if (ids.length > 0) await podman('rm', '--force', '--time', '0', ...ids);
}

/** How a container stands, as Podman names it; null: it is gone. */
export async function containerState(id: string): Promise<string | null> {
  const { stdout } = await podman('ps', '--all', '--filter', `id=${id}`, '--format', 'json');
  return z.array(z.object({ State: z.string() })).parse(JSON.parse(stdout))[0]?.State ?? null;
}

/** Makes an empty file in a running container. */
export async function touchInContainer(id: string, path: string): Promise<void> {
  await podman('exec', id, 'touch', path);
}

function podman(...args: readonly string[]): Promise<{ stdout: string }> {
  return promisify(execFile)('podman', args);
}
