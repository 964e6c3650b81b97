import { spawn } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { GitStore } from './git-store.ts';
import { inEnvironment } from './run-git.ts';

export type BackendRequest = {
  method: string;
  /** Below the store's root, such as `/acme/widget.git/info/refs`. */
  pathInfo: string;
  query: string;
  contentType: string;
  contentEncoding: string;
  /** The client's Git-Protocol header. */
  protocol: string;
  /** Who pushes; null: receive-pack is refused by git itself. */
  user: string | null;
  body: Readable | null;
  signal: AbortSignal;
};

export type BackendReply = {
  status: number;
  headers: Record<string, string>;
  body: Readable;
  done: Promise<void>;
};

/** Hands a request to `git http-backend`, the CGI program that comes with git, and answers once its headers are there. */
export async function runHttpBackend(store: GitStore, request: BackendRequest): Promise<BackendReply> {
  const child = spawn('env', inEnvironment(environment(store, request), ['git', 'http-backend']), {
    stdio: ['pipe', 'pipe', 'ignore'],
    signal: request.signal,
    killSignal: 'SIGKILL',
  });
  const ended = new Promise<void>((resolve) => {
    child.once('close', () => resolve());
    // An aborted child reports that here; it is closed afterwards all the same.
    child.once('error', () => undefined);
  });
  feed(request.body, child.stdin);
  const { headers, rest } = await readHeaders(child.stdout);
  const { status = '200 OK', ...others } = headers;
  if (rest.length) child.stdout.unshift(rest);
  return { status: Number.parseInt(status, 10), headers: others, body: child.stdout, done: ended };
}

function environment(store: GitStore, request: BackendRequest): Record<string, string> {
  return {
    GIT_CONFIG_GLOBAL: store.configFile,
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_PROJECT_ROOT: store.root,
    GIT_HTTP_EXPORT_ALL: '1',
    PATH_INFO: request.pathInfo,
    QUERY_STRING: request.query,
    REQUEST_METHOD: request.method,
    CONTENT_TYPE: request.contentType,
    HTTP_CONTENT_ENCODING: request.contentEncoding,
    GIT_PROTOCOL: request.protocol,
    ...(request.user === null ? {} : { REMOTE_USER: request.user }),
  };
}

function feed(body: Readable | null, stdin: Writable): void {
  if (body === null) {
    stdin.on('error', () => undefined);
    stdin.end();
    return;
  }
  // A client that goes away, or a git that has heard enough, ends the copying; what git answers says the rest.
  pipeline(body, stdin).catch(() => stdin.destroy());
}

/** Reads up to the empty line that ends a CGI program's headers. */
async function readHeaders(stdout: Readable): Promise<{ headers: Record<string, string>; rest: Buffer }> {
  let seen = Buffer.alloc(0);
  for (;;) {
    const end = seen.indexOf('\r\n\r\n');
    if (end >= 0)
      return {
        headers: parseHeaders(seen.subarray(0, end).toString('latin1')),
        rest: seen.subarray(end + 4),
      };
    const chunk = await nextChunk(stdout);
    if (chunk === null) return { headers: { status: '500 git http-backend said nothing' }, rest: seen };
    seen = Buffer.concat([seen, chunk]);
  }
}

function nextChunk(stdout: Readable): Promise<Buffer | null> {
  return new Promise((resolve) => {
    const settle = () => {
      const chunk: Buffer | null = stdout.read();
      if (chunk === null && !stdout.readableEnded && !stdout.destroyed) return;
      stdout.off('readable', settle).off('end', settle).off('close', settle);
      resolve(chunk);
    };
    stdout.on('readable', settle).on('end', settle).on('close', settle);
    settle();
  });
}

function parseHeaders(text: string): Record<string, string> {
  const lines = text.split('\r\n').map((line) => line.split(/:\s*/, 2));
  return Object.fromEntries(lines.map(([name = '', value = '']) => [name.toLowerCase(), value]));
}
