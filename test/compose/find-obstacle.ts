import { readFile } from 'node:fs/promises';
import { run } from './run.ts';

/** What forbids a dockerd here, as far as that can be seen without one. */
export async function findObstacle(): Promise<string | null> {
  if (process.getuid?.() !== 0) return 'only root can start a dockerd';
  const bridged = await readFile('/proc/sys/net/bridge/bridge-nf-call-iptables', 'utf8').catch(() => '0');
  if (bridged.trim() === '0') return null;
  const policy = await run('iptables', ['--list-rules', 'FORWARD'], { PATH: process.env['PATH'] ?? '' });
  return policy.includes('-P FORWARD DROP')
    ? 'the firewall drops what containers say to each other, as another Docker would have it'
    : null;
}
