import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Host } from './host.ts';

export type Trial = { status: 'ran' } | { status: 'refused'; reason: string };

// Podman's default limits are more than some hosts let it set.
const LIMITS = ['--ulimit=nofile=1024:1024', '--ulimit=nproc=512:512'];
const HOST_PROGRAMS = ['/usr', '/bin', '/lib', '/lib64'];

/**
 * Runs `true` in a container without network, with `runtime` or Podman's own choice (null). No image is needed: its
 * root is an empty directory with the host's programs mounted in, read-only.
 */
export async function tryContainer(host: Host, runtime: string | null): Promise<Trial> {
  const root = await mkdtemp(join(tmpdir(), 'commander-trial-'));
  try {
    const end = await host.run([
      'podman',
      ...(runtime ? [`--runtime=${runtime}`] : []),
      'run',
      '--rm',
      '--network=none',
      '--cap-drop=all',
      ...LIMITS,
      ...HOST_PROGRAMS.map((path) => `--volume=${path}:${path}:ro`),
      '--rootfs',
      root,
      '/usr/bin/true',
    ]);
    if (end.status === 'missing') return { status: 'refused', reason: 'podman is not installed' };
    return end.code === 0 ? { status: 'ran' } : { status: 'refused', reason: lastLine(end.output) };
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}

function lastLine(output: string): string {
  const line = output.trim().split('\n').at(-1) ?? '';
  return line.replace(/^Error: /, '') || 'it says nothing';
}
