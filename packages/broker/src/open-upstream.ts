import { readFile } from 'node:fs/promises';
import { rootCertificates } from 'node:tls';
import { Agent, type Dispatcher, EnvHttpProxyAgent } from 'undici';
import { authoritiesFile, type HostEnvironment, proxies } from './host-environment.ts';

const CONNECT_TIMEOUT_MS = 15_000;

export type UpstreamTimeouts = { headersTimeout: number; bodyTimeout: number };

/** Connections to servers outside, through the host's proxies and with its certificate authorities. Close it. */
export async function openUpstream(
  environment: HostEnvironment,
  timeouts: UpstreamTimeouts,
): Promise<Dispatcher> {
  const file = authoritiesFile(environment);
  const ca = file ? [...rootCertificates, await readFile(file, 'utf8')] : null;
  const connect = { timeout: CONNECT_TIMEOUT_MS, ...(ca ? { ca } : {}) };
  const { httpProxy, httpsProxy, noProxy } = proxies(environment);
  if (!httpProxy && !httpsProxy) return new Agent({ ...timeouts, connect });
  const tls = ca ? { requestTls: { ca }, proxyTls: { ca } } : {};
  return new EnvHttpProxyAgent({ ...timeouts, connect, httpProxy, httpsProxy, noProxy, ...tls });
}
