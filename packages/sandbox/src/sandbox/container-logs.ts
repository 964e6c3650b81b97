import type { Podman } from '../podman/podman.ts';

const HEADER_BYTES = 8;
const KEPT_CHARACTERS = 64_000;

/** The last `lines` of what a container's entry printed, both streams; a very long log is cut at its start. */
export async function containerLogs(podman: Podman, id: string, lines: number): Promise<string> {
  const query = { stdout: 'true', stderr: 'true', tail: String(lines), follow: 'false' };
  const chunks: Buffer[] = [];
  for await (const chunk of podman.stream({ method: 'GET', path: `/containers/${id}/logs`, query })) {
    chunks.push(chunk);
  }
  return unframe(Buffer.concat(chunks)).slice(-KEPT_CHARACTERS);
}

/** Podman's (and Docker's) log stream without its frame headers: stream number, three zero bytes, length. */
export function unframe(stream: Buffer): string {
  const texts: Buffer[] = [];
  let at = 0;
  while (at + HEADER_BYTES <= stream.length) {
    const start = at + HEADER_BYTES;
    at = start + stream.readUInt32BE(at + 4);
    texts.push(stream.subarray(start, at));
  }
  return Buffer.concat(texts).toString('utf8');
}
