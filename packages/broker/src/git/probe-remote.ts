import { request } from 'undici';
import type { HostEnvironment } from '../host-environment.ts';
import { openUpstream } from '../open-upstream.ts';
import { GitError } from './git-error.ts';
import type { Remote } from './remote.ts';

const TIMEOUT_MS = 20_000;

export type Probe = {
  remote: Remote;
  service: 'git-upload-pack' | 'git-receive-pack';
  environment: HostEnvironment;
  signal?: AbortSignal | undefined;
  /** Milliseconds, 20,000 when absent. */
  timeoutMs?: number;
};

/**
 * Asks the remote for `info/refs` and tells by the status of its answer why git could not work with it: resolves
 * when the answer is fine, else throws the `GitError` that says what to do. Git's own words are never interpreted.
 */
export async function probeRemote(probe: Probe): Promise<void> {
  const { remote } = probe;
  const status = await statusOf(probe).catch((cause) => {
    probe.signal?.throwIfAborted();
    const message = `${remote.url} could not be reached: see that the host is up and the network lets it through.`;
    throw new GitError('unreachable', message, { cause, authorization: remote.authorization });
  });
  const error = judge(status, probe);
  if (error) throw error;
}

async function statusOf(probe: Probe): Promise<number> {
  const { remote, service, environment, signal, timeoutMs = TIMEOUT_MS } = probe;
  const dispatcher = await openUpstream(environment, { headersTimeout: timeoutMs, bodyTimeout: timeoutMs });
  // A timer of its own: what AbortSignal.any makes of AbortSignal.timeout is lost at garbage collection in Node 20.
  const over = new AbortController();
  const end = () => over.abort();
  const timer = setTimeout(end, timeoutMs);
  signal?.addEventListener('abort', end, { once: true });
  try {
    signal?.throwIfAborted();
    const { statusCode, body } = await request(`${remote.url}/info/refs?service=${service}`, {
      dispatcher,
      headers: remote.authorization ? { authorization: remote.authorization } : {},
      signal: over.signal,
    });
    body.on('error', () => undefined).destroy();
    return statusCode;
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', end);
    await dispatcher.destroy();
  }
}

function judge(status: number, { remote: { url, authorization }, service }: Probe): GitError | null {
  if (status === 200) return null;
  if (status === 401) {
    const advice = authorization
      ? 'the token was not accepted: renew it'
      : 'it asks for a token: configure one';
    return new GitError('unauthorized', `${url} answered 401: ${advice}.`);
  }
  if (status === 403) {
    const right = service === 'git-receive-pack' ? 'write' : 'read';
    return new GitError(
      'forbidden',
      `${url} answered 403: give the token the right to ${right} its contents.`,
    );
  }
  if (status === 404 || status === 410) {
    const advice = 'see that the repository exists and the token may see it';
    return new GitError('not_found', `${url} answered ${status}: ${advice}.`);
  }
  if (status >= 300 && status < 400) {
    return new GitError('not_found', `${url} has moved (${status}): use the repository's present name.`);
  }
  return new GitError('unreachable', `${url} answered ${status}: try again later.`);
}
