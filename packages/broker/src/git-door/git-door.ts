import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline, type Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { answerText } from '../answer.ts';
import type { Quarantine } from '../git/create-quarantine.ts';
import type { HostEnvironment } from '../host-environment.ts';
import { createGitRunner, type GitRunner } from './git-runner.ts';
import { FLUSH, pktLine } from './pkt-line.ts';
import { createPushReceiver } from './receive-push.ts';
import { type GitService, routeGit } from './route-git.ts';

const MAX_FETCH_REQUEST_BYTES = 32 * 1024 * 1024;

export type GitDoorOptions = {
  /** `owner/name`, the only repository there is. */
  repository: string;
  quarantine: Quarantine;
  environment: HostEnvironment;
  onRefusal: (line: string) => void;
};

export type GitDoor = {
  serve(request: IncomingMessage, response: ServerResponse): Promise<void>;
  /** Ends every git process of this door. */
  stop(): Promise<void>;
};

/** Serves the quarantine to the sandbox by git's smart HTTP: clone and fetch all, push one branch. */
export function createGitDoor({ repository, quarantine, environment, onRefusal }: GitDoorOptions): GitDoor {
  const runner = createGitRunner(quarantine, environment);
  const receivePush = createPushReceiver({ quarantine, runner, onRefusal });
  const serve = async (request: IncomingMessage, response: ServerResponse) => {
    const route = routeGit(request.method ?? '', request.url ?? '', repository);
    if (route.status === 'refused') return answerText(response, route.code, route.reason);
    if (runner.isBusy()) return answerText(response, 503, 'too many git requests at once: try again');
    if (route.status === 'advertise') return advertise(runner, route.service, { request, response });
    const body = bodyOf(request, route.service);
    if (body === null) return answerText(response, 415, `this is no ${route.service} request`);
    response.setHeader('content-type', `application/x-${route.service}-result`);
    response.setHeader('cache-control', 'no-cache');
    if (route.service === 'git-receive-pack') return receivePush(body, { request, response });
    await runner.call({
      service: route.service,
      input: body,
      maxBytes: MAX_FETCH_REQUEST_BYTES,
      request,
      response,
    });
  };
  return { serve, stop: runner.stop };
}

type Exchange = { request: IncomingMessage; response: ServerResponse };

async function advertise(
  runner: GitRunner,
  service: GitService,
  { request, response }: Exchange,
): Promise<void> {
  response.setHeader('content-type', `application/x-${service}-advertisement`);
  response.setHeader('cache-control', 'no-cache');
  const isSecond = service === 'git-upload-pack' && request.headers['git-protocol'] === 'version=2';
  if (!isSecond) response.write(Buffer.concat([pktLine(`# service=${service}\n`), FLUSH]));
  await runner.call({ service, advertise: true, input: null, maxBytes: 0, request, response });
}

/** The request's body, unpacked when git has packed it; null when it is of another type. */
function bodyOf(request: IncomingMessage, service: GitService): Readable | null {
  if (request.headers['content-type'] !== `application/x-${service}-request`) return null;
  const encoding = request.headers['content-encoding'] ?? 'identity';
  if (encoding === 'identity') return request;
  if (encoding !== 'gzip' && encoding !== 'x-gzip') return null;
  // An error of either ends the other; whoever reads the result sees it.
  return pipeline(request, createGunzip(), () => undefined);
}
