import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/**
 * The process (on the host) that carries opencode's event stream out of the container in which `pid` runs; null when none
 * does. Throws ENOENT where `ss` or `nsenter` is not installed.
 */
export async function findEventStream(pid: number): Promise<number | null> {
  const inContainer = ['--target', String(pid), '--net'];
  const listing = [
    'ss',
    '--no-header',
    '--oneline',
    '-tnip',
    'state',
    'established',
    `dport = :${OPENCODE_PORT}`,
  ];
  const { stdout } = await promisify(execFile)('nsenter', [...inContainer, ...listing]);
  return quietestClient(stdout);
}

const OPENCODE_PORT = 4096;

/**
 * Of all connections to opencode, as `ss -tnip` lists them, whose client has said nothing for longest: the stream's was asked
 * for once, others carry a request every few seconds or are closed.
 */
export function quietestClient(listing: string): number | null {
  const connections = listing.split('\n').flatMap((line) => {
    const [, pid] = /"socat",pid=(\d+)/.exec(line) ?? [];
    const [, silentMs = '0'] = /\blastsnd:(\d+)/.exec(line) ?? [];
    return pid === undefined ? [] : [{ pid: Number(pid), silentMs: Number(silentMs) }];
  });
  return connections.sort((a, b) => b.silentMs - a.silentMs)[0]?.pid ?? null;
}
