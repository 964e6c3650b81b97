import { createHash, timingSafeEqual } from 'node:crypto';
import { once } from 'node:events';
import {
  createServer,
  type IncomingMessage,
  type OutgoingHttpHeaders,
  request as requestHttp,
  type ServerResponse,
} from 'node:http';
import { request as requestHttps } from 'node:https';
import { pipeline } from 'node:stream/promises';
import { basicAuth } from '@opencode-commander/agent';
import type { HeldAddress } from './open-instances.ts';

/** A way to an instance for a program of this user's that knows the proxy's own password and not the instance's. */
export type AttachProxy = AsyncDisposable & {
  /** Such as `http://127.0.0.1:40123`. */
  url: string;
};

type To = Omit<HeldAddress, 'name' | keyof AsyncDisposable>;

export type AttachProxyOptions = {
  /** What the proxy itself wants. */
  password: string;
  /** Where on the instance whoever names no directory works. */
  directory: string;
};

/**
 * Opens a port on the loopback interface that leads to an instance. Every user of the host can reach it, so that it wants
 * basic auth of `opencode` with `password`; the instance's own credential is added here and seen by nobody else.
 */
export async function openAttachProxy(to: To, options: AttachProxyOptions): Promise<AttachProxy> {
  const wanted = basicAuth(options).authorization ?? '';
  const defaults = { 'x-opencode-directory': encodeURIComponent(options.directory) };
  const server = createServer((request, response) => {
    if (!isSame(request.headers.authorization ?? '', wanted)) return refuse(response, 401);
    // An absolute address would lead somewhere else.
    if (!request.url?.startsWith('/')) return refuse(response, 400);
    void passOn(to, { request, response, defaults });
  });
  // Event streams last as long as whoever listens.
  server.requestTimeout = 0;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const close = async (): Promise<void> => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  };
  return { url: `http://127.0.0.1:${port}`, [Symbol.asyncDispose]: close };
}

function refuse(response: ServerResponse, status: number): void {
  response.writeHead(status, { 'www-authenticate': 'Basic realm="commander attach"' }).end();
}

/** Of one connection only: they are no concern of the server behind. */
const HOP_BY_HOP = ['connection', 'keep-alive', 'proxy-authorization', 'te', 'trailer', 'upgrade', 'host'];

function passedOn<T extends object>(headers: T): OutgoingHttpHeaders {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !HOP_BY_HOP.includes(name)));
}

type Exchange = { request: IncomingMessage; response: ServerResponse; defaults: OutgoingHttpHeaders };

async function passOn(to: To, { request, response, defaults }: Exchange): Promise<void> {
  const { authorization: _, ...headers } = request.headers;
  const upstream = open(to, request, { ...defaults, ...passedOn(headers), ...basicAuth(to) });
  response.once('close', () => upstream.destroy());
  try {
    const [answer] = await Promise.all([answerOf(upstream), pipeline(request, upstream)]);
    response.writeHead(answer.statusCode ?? 502, passedOn(answer.headers));
    await pipeline(answer, response);
  } catch {
    // The instance or the program has gone: whoever is left sees a connection that ends.
    if (response.headersSent) response.destroy();
    else response.writeHead(502).end();
  }
}

async function answerOf(upstream: ReturnType<typeof requestHttp>): Promise<IncomingMessage> {
  const [answer] = await once(upstream, 'response');
  return answer;
}

function open({ address }: To, { method, url = '/' }: IncomingMessage, headers: OutgoingHttpHeaders) {
  if ('socketPath' in address)
    return requestHttp({ socketPath: address.socketPath, method, path: url, headers });
  const target = new URL(`${address.url}${url}`);
  const send = target.protocol === 'https:' ? requestHttps : requestHttp;
  return send(target, { method, headers });
}

function isSame(given: string, wanted: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(wanted));
}
