import { posix } from 'node:path';
import { Readable } from 'node:stream';
import { pack } from 'tar-stream';
import type { Podman } from '../podman/podman.ts';

// The agent's user in the image.
const AGENT_ID = 1_000;

/** Puts a file into a container, running or not; `path` is absolute and its directory there. */
export async function putFile(
  podman: Podman,
  id: string,
  { path, content }: { path: string; content: string },
): Promise<void> {
  const tar = pack();
  tar.entry({ name: posix.basename(path), mode: 0o644, uid: AGENT_ID, gid: AGENT_ID }, content);
  tar.finalize();
  const query = { path: posix.dirname(path) };
  await podman.send({ method: 'PUT', path: `/containers/${id}/archive`, query, tar: Readable.from(tar) });
}
