import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Writable } from 'node:stream';
import { finished, pipeline } from 'node:stream/promises';
import type { Quarantine } from '../git/create-quarantine.ts';
import type { GitSetting } from '../git/git-environment.ts';
import { type RunningGit, startGit } from '../git/start-git.ts';
import type { HostEnvironment } from '../host-environment.ts';
import type { GitService } from './route-git.ts';

const MAX_RUNNING = 8;
const TIMEOUT_MS = 30 * 60_000;
const MAX_ALLOCATION = '512m';

type GitCall = {
  service: GitService;
  advertise?: boolean;
  /** What git reads; null for nothing. */
  input: AsyncIterable<Buffer> | null;
  /** Bytes of input that are taken before the connection is dropped. */
  maxBytes: number;
  settings?: readonly GitSetting[];
  request: IncomingMessage;
  response: ServerResponse;
};

export type GitRunner = {
  isBusy(): boolean;
  /** Runs the service on the quarantine, from the request to the end of the response. */
  call(call: GitCall): Promise<void>;
  stop(): Promise<void>;
};

/** Runs git's two services for one quarantine, a few at a time, and none longer than its client stays. */
export function createGitRunner(quarantine: Quarantine, environment: HostEnvironment): GitRunner {
  const running = new Set<RunningGit>();
  const call = async (wanted: GitCall) => {
    const git = start(wanted, quarantine, environment);
    running.add(git);
    const timer = setTimeout(() => void git.stop(), TIMEOUT_MS);
    wanted.response.once('close', () => void git.stop());
    try {
      git.process.stderr.resume();
      const feeding = feed(wanted, git.process.stdin);
      await Promise.all([feeding, pipeline(git.process.stdout, wanted.response), git.ended]);
    } catch (error) {
      wanted.response.destroy();
      throw error;
    } finally {
      clearTimeout(timer);
      await git.stop();
      running.delete(git);
    }
  };
  const stop = async () => void (await Promise.all([...running].map((git) => git.stop())));
  return { isBusy: () => running.size >= MAX_RUNNING, call, stop };
}

function start(call: GitCall, quarantine: Quarantine, environment: HostEnvironment): RunningGit {
  const options = ['--stateless-rpc', ...(call.advertise ? ['--advertise-refs'] : [])];
  const strict = call.service === 'git-upload-pack' ? ['--strict'] : [];
  const protocol = call.request.headers['git-protocol'] === 'version=2' ? 'version=2' : 'version=0';
  return startGit({
    args: [call.service.slice('git-'.length), ...strict, ...options, quarantine.path],
    environment,
    settings: [['core.bigFileThreshold', '64m'], ['pack.threads', '1'], ...(call.settings ?? [])],
    variables: { GIT_PROTOCOL: protocol, GIT_ALLOC_LIMIT: MAX_ALLOCATION },
  });
}

/** Gives git its input; once git has closed it, the rest is read and dropped so that the client hears the answer. */
async function feed({ input, maxBytes, request }: GitCall, stdin: Writable): Promise<void> {
  let bytes = 0;
  for await (const chunk of input ?? []) {
    bytes += chunk.length;
    if (bytes > maxBytes) request.destroy();
    if (stdin.writable && !stdin.write(chunk)) await drained(stdin);
  }
  stdin.end();
}

async function drained(stdin: Writable): Promise<void> {
  const waiting = new AbortController();
  const { signal } = waiting;
  const closed = finished(stdin, { signal }).catch(() => undefined);
  await Promise.race([once(stdin, 'drain', { signal }), closed]);
  waiting.abort();
}
