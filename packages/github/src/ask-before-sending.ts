import type { OctokitCore } from './octokit-core.ts';

/** For callers that may lose the right to write meanwhile. */
export type Sending = {
  /** Called right before each request that changes something, after every wait; what it throws is thrown, and nothing is sent. */
  beforeSending?: (() => void) | undefined;
};

/** An Octokit plugin: a request with `beforeSending` among its `request` options asks that before it leaves. */
export function askBeforeSending(octokit: OctokitCore): void {
  octokit.hook.wrap('request', (request, options) => {
    const ask: unknown = options.request?.['beforeSending'];
    if (typeof ask === 'function') ask();
    return request(options);
  });
}

/** What a call of Octokit is given for it. */
export function sending({ beforeSending }: Sending): { request?: { beforeSending: () => void } } {
  return beforeSending === undefined ? {} : { request: { beforeSending } };
}
