import { type Credentials, reveal } from './access.ts';
import { explainFailure } from './explain-failure.ts';

/** Runs one operation; `about` is what it concerns, such as `acme/web#12`. */
export type Call = <T>(about: string, operation: () => Promise<T>) => Promise<T>;

type CallSettings = {
  apiUrl: string;
  auth: Credentials;
  signal?: AbortSignal | undefined;
  now?: (() => number) | undefined;
};

/** Runs operations until they end or the signal does, and explains their failures as GitHubErrors. */
export function createCall({ apiUrl, auth, signal, now = Date.now }: CallSettings): Call {
  const secrets = auth === null ? [] : [reveal(auth.kind === 'token' ? auth.token : auth.privateKey)];
  return async (about, operation) => {
    try {
      return await untilAborted(operation, signal);
    } catch (error) {
      if (signal?.aborted) throw asError(signal.reason);
      throw explainFailure(error, { about, apiUrl, authenticated: auth !== null, secrets, now: now() });
    }
  };
}

/** Octokit's pauses between retries know no signal. */
async function untilAborted<T>(operation: () => Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return operation();
  signal.throwIfAborted();
  const settled = new AbortController();
  const aborted = new Promise<never>((_resolve, reject) => {
    const stop = () => reject(asError(signal.reason));
    signal.addEventListener('abort', stop, { once: true, signal: settled.signal });
  });
  return Promise.race([operation(), aborted]).finally(() => settled.abort());
}

function asError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error(String(reason));
}
