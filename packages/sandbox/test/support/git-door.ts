import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

/** The least a broker must do for a sandbox to start: git's smart HTTP below /git/. */
export async function openGitDoor(socket: string, root: string): Promise<{ close(): Promise<void> }> {
  const server = createServer((request, response) => void serve(root, request, response));
  server.listen(socket);
  await once(server, 'listening');
  await chmod(socket, 0o666);
  return {
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

async function serve(root: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://door');
  const backend = spawn('git', ['http-backend'], {
    env: {
      PATH: process.env['PATH'] ?? '',
      GIT_PROJECT_ROOT: root,
      GIT_HTTP_EXPORT_ALL: '1',
      PATH_INFO: url.pathname.slice('/git'.length),
      QUERY_STRING: url.search.slice(1),
      REQUEST_METHOD: request.method ?? 'GET',
      CONTENT_TYPE: request.headers['content-type'] ?? '',
      HTTP_CONTENT_ENCODING: request.headers['content-encoding'] ?? '',
      GIT_PROTOCOL: String(request.headers['git-protocol'] ?? ''),
      REMOTE_USER: 'agent',
    },
  });
  request.pipe(backend.stdin);
  const chunks: Buffer[] = [];
  for await (const chunk of backend.stdout) chunks.push(chunk);
  const answer = Buffer.concat(chunks);
  const end = answer.indexOf('\r\n\r\n');
  for (const line of answer.subarray(0, end).toString().split('\r\n')) {
    const [name = '', value = ''] = line.split(/: (.*)/s);
    if (name === 'Status') response.statusCode = Number.parseInt(value, 10);
    else response.setHeader(name, value);
  }
  response.end(answer.subarray(end + 4));
}

/** A bare repository with one commit on `trunk`, or none; answers with the commit. */
export async function makeRepository(
  root: string,
  name: string,
  files: Record<string, string>,
): Promise<string> {
  const bare = join(root, name);
  await git(root, ['init', '-q', '--bare', '--initial-branch=trunk', bare]);
  await git(bare, ['config', 'http.receivepack', 'true']);
  if (Object.keys(files).length === 0) return '';
  const work = join(root, 'work');
  await mkdir(work);
  await git(work, ['init', '-q', '--initial-branch=trunk']);
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(work, path)), { recursive: true });
    await writeFile(join(work, path), text);
  }
  await git(work, ['add', '-A']);
  await git(work, ['-c', 'user.name=a', '-c', 'user.email=a@b', 'commit', '-q', '-m', 'First']);
  await git(work, ['push', '-q', bare, 'trunk']);
  return (await git(work, ['rev-parse', 'HEAD'])).trim();
}

async function git(cwd: string, args: string[]): Promise<string> {
  return (await promisify(execFile)('git', args, { cwd })).stdout;
}
