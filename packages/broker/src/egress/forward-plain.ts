import { type ClientRequest, type IncomingMessage, type ServerResponse, request as send } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { answerText } from '../answer.ts';
import { passingHeaders } from '../passing-headers.ts';
import { parseAuthority } from './authority.ts';
import { checkedConnection } from './connect-target.ts';
import type { Judge } from './judge-target.ts';

const IDLE_MS = 10 * 60_000;

export type PlainRequest = { request: IncomingMessage; response: ServerResponse; signal: AbortSignal };

/** Passes on one `GET http://host/…` (RFC 9112, 3.2.2) to a host that is listed with its port, such as `host:80`. */
export async function forwardPlain({ request, response, signal }: PlainRequest, judge: Judge): Promise<void> {
  const asked = request.url ?? '';
  const url = URL.canParse(asked) ? new URL(asked) : null;
  const target = url?.protocol === 'http:' ? parseAuthority(url.host, 80) : null;
  const judgement = await judge(target, url?.host || asked);
  if (judgement.status !== 'allowed' || !url) {
    const { code, reason } = judgement.status === 'allowed' ? { code: 400, reason: 'no URL' } : judgement;
    return answerText(response, code, reason);
  }
  const outgoing = send({
    ...checkedConnection(judgement.target, judgement.addresses),
    method: request.method,
    path: `${url.pathname}${url.search}`,
    headers: { ...Object.fromEntries(passingHeaders(request.headers, ['host'])), host: url.host },
    agent: false,
    timeout: IDLE_MS,
    signal,
  });
  outgoing.once('timeout', () => outgoing.destroy());
  const answer = answered(outgoing);
  const sent = pipeline(request, outgoing).catch(() => undefined);
  const incoming = await answer;
  if (!incoming) return answerText(response, 502, `${url.host} does not answer`);
  response.writeHead(incoming.statusCode ?? 502, Object.fromEntries(passingHeaders(incoming.headers, [])));
  await Promise.all([sent, pipeline(incoming, response)]);
}

function answered(outgoing: ClientRequest): Promise<IncomingMessage | null> {
  return new Promise((resolve) => {
    outgoing.once('response', resolve);
    outgoing.on('error', () => resolve(null));
  });
}
