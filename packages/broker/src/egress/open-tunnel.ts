import { type Duplex, pipeline } from 'node:stream';
import { shownName } from '../shown-name.ts';
import { parseAuthority } from './authority.ts';
import { connectTarget } from './connect-target.ts';
import type { Judge } from './judge-target.ts';

const IDLE_MS = 10 * 60_000;

export type TunnelRequest = { authority: string; client: Duplex; head: Buffer; signal: AbortSignal };

/** Answers `CONNECT host:port` (RFC 9110, 9.3.6) with a tunnel, or with why there is none. */
export async function openTunnel(
  { authority, client, head, signal }: TunnelRequest,
  judge: Judge,
): Promise<void> {
  const target = parseAuthority(authority, null);
  const judgement = await judge(target, authority);
  if (judgement.status !== 'allowed') return refuse(client, judgement.code, judgement.reason);
  const outside = await connectTarget(judgement.target, judgement.addresses, signal);
  if (!outside) return refuse(client, 502, `${shownName(authority)} does not answer`);
  outside.setTimeout(IDLE_MS, () => outside.destroy());
  client.write('HTTP/1.1 200 Connection established\r\n\r\n');
  outside.write(head);
  // Either side's end or failure ends both.
  pipeline(client, outside, client, () => undefined);
}

function refuse(client: Duplex, code: number, reason: string): void {
  const body = `commander: ${reason}\n`;
  const names: Record<number, string> = { 403: 'Forbidden', 502: 'Bad Gateway', 503: 'Service Unavailable' };
  const lines = [
    `HTTP/1.1 ${code} ${names[code] ?? 'Error'}`,
    'content-type: text/plain; charset=utf-8',
    `content-length: ${Buffer.byteLength(body)}`,
    'connection: close',
  ];
  client.end(`${lines.join('\r\n')}\r\n\r\n${body}`);
}
