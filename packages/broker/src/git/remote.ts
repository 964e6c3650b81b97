import type { GitSetting } from './git-environment.ts';
import { GitError } from './git-error.ts';

/** A repository over HTTP(S). `authorization` is the value of an HTTP Authorization header, null for none. */
export type Remote = { url: string; authorization: string | null };

const LOW_SPEED_BYTES = '1000';
const LOW_SPEED_SECONDS = '60';

/** Throws `GitError` unless the remote is a plain HTTP(S) URL without credentials in it. */
export function checkRemote({ url }: Remote): void {
  const parsed = URL.canParse(url) ? new URL(url) : null;
  const plain = parsed && !parsed.username && !parsed.password && !parsed.search && !parsed.hash;
  if (!plain || !['http:', 'https:'].includes(parsed.protocol)) {
    const shown = parsed ? `${parsed.protocol}//${parsed.host}${parsed.pathname}` : 'it';
    throw new GitError('failed', `${shown} is no http(s) URL of a git repository without credentials in it.`);
  }
}

/** Git's settings for talking to the remote; they go by environment, so that no credential is in argv or on disk. */
export function remoteSettings({ url, authorization }: Remote): GitSetting[] {
  const header: GitSetting[] = authorization
    ? [[`http.${url}.extraHeader`, `Authorization: ${authorization}`]]
    : [];
  return [
    ['protocol.http.allow', 'always'],
    ['protocol.https.allow', 'always'],
    // A redirect could carry the header to another host.
    ['http.followRedirects', 'false'],
    ['http.lowSpeedLimit', LOW_SPEED_BYTES],
    ['http.lowSpeedTime', LOW_SPEED_SECONDS],
    ...header,
  ];
}
