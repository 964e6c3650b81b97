import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { answerText } from '../answer.ts';
import { parseAllowList } from './allow-list.ts';
import { forwardPlain } from './forward-plain.ts';
import { createJudge } from './judge-target.ts';
import { openTunnel } from './open-tunnel.ts';
import type { Resolve } from './resolve-target.ts';

const MAX_OPEN = 64;

export type EgressOptions = {
  egressAllow: readonly string[];
  resolve: Resolve;
  onRefusal: (line: string) => void;
};

export type EgressDoor = {
  /** `CONNECT host:port`: a tunnel. */
  tunnel(request: IncomingMessage, client: Duplex, head: Buffer): Promise<void>;
  /** `GET http://host/…`: one plain request passed on. */
  forward(request: IncomingMessage, response: ServerResponse): Promise<void>;
};

/**
 * The sandbox's only way out: to hosts that are listed, none by default, at most 64 connections at once. Everything
 * ends with its client's connection. Throws `BrokerError` for a bad list.
 */
export function createEgressDoor({ egressAllow, resolve, onRefusal }: EgressOptions): EgressDoor {
  const judge = createJudge({ allowList: parseAllowList(egressAllow), resolve, onRefusal });
  let open = 0;
  const enter = (client: Duplex | ServerResponse): AbortSignal | null => {
    if (open >= MAX_OPEN) return null;
    open += 1;
    const gone = new AbortController();
    client.once('close', () => {
      open -= 1;
      gone.abort();
    });
    return gone.signal;
  };
  const tunnel = async (request: IncomingMessage, client: Duplex, head: Buffer) => {
    client.on('error', () => client.destroy());
    const signal = enter(client);
    if (!signal) return void client.end('HTTP/1.1 503 Service Unavailable\r\nconnection: close\r\n\r\n');
    await openTunnel({ authority: request.url ?? '', client, head, signal }, judge);
  };
  const forward = async (request: IncomingMessage, response: ServerResponse) => {
    const signal = enter(response);
    if (!signal) return answerText(response, 503, 'too many connections at once: try again');
    await forwardPlain({ request, response, signal }, judge);
  };
  return { tunnel, forward };
}
