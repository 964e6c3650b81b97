import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export type GitServer = {
  url: string;
  /** Every request as `METHOD path` with the Authorization it carried. */
  requests: { line: string; authorization: string | undefined }[];
  /** Answers every request with this status instead, while set. */
  status: number | null;
  stop(): Promise<void>;
};

/** Bare repositories under `root` by git's own http-backend; `authorization` is the one that is let in. */
export async function startGitServer(root: string, authorization: string | null = null): Promise<GitServer> {
  const server = createServer((request, response) => {
    state.requests.push({
      line: `${request.method} ${request.url}`,
      authorization: request.headers.authorization,
    });
    if (state.status !== null) return void response.writeHead(state.status, { location: '/elsewhere' }).end();
    if (authorization !== null && request.headers.authorization !== authorization) {
      return void response.writeHead(401, { 'www-authenticate': 'Basic realm="test"' }).end();
    }
    serve(root, request, response);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const stop = async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  };
  const state: GitServer = { url: `http://127.0.0.1:${port}`, requests: [], status: null, stop };
  return state;
}

function serve(root: string, request: IncomingMessage, response: ServerResponse): void {
  const [path = '', query = ''] = (request.url ?? '').split('?');
  const cgi = spawn('git', ['http-backend'], {
    env: {
      PATH: process.env['PATH'],
      GIT_PROJECT_ROOT: root,
      GIT_HTTP_EXPORT_ALL: '1',
      REMOTE_USER: 'tester',
      PATH_INFO: path,
      QUERY_STRING: query,
      REQUEST_METHOD: request.method,
      CONTENT_TYPE: request.headers['content-type'] ?? '',
      HTTP_CONTENT_ENCODING: request.headers['content-encoding'] ?? '',
      GIT_PROTOCOL: String(request.headers['git-protocol'] ?? ''),
    },
  });
  cgi.stdin.on('error', () => undefined);
  request.pipe(cgi.stdin);
  const chunks: Buffer[] = [];
  cgi.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  cgi.on('close', () => answer(Buffer.concat(chunks), response));
}

function answer(output: Buffer, response: ServerResponse): void {
  const end = output.indexOf('\r\n\r\n');
  for (const line of output.subarray(0, end).toString().split('\r\n')) {
    const [name = '', value = ''] = line.split(': ');
    if (name === 'Status') response.statusCode = Number.parseInt(value, 10);
    else response.setHeader(name, value);
  }
  response.end(output.subarray(end + 4));
}
