/**
 * The environment of the host, as `main.ts` hands it on. Only PATH, the proxies and the certificate
 * authorities are read from it: nothing else of it reaches git or a connection.
 */
export type HostEnvironment = Readonly<Record<string, string | undefined>>;

const DEFAULT_PATH = '/usr/local/bin:/usr/bin:/bin:/opt/homebrew/bin';
const HANDED_ON = [
  'http_proxy',
  'https_proxy',
  'HTTPS_PROXY',
  'all_proxy',
  'ALL_PROXY',
  'GIT_SSL_CAINFO',
  'GIT_SSL_CAPATH',
  'SSL_CERT_FILE',
  'SSL_CERT_DIR',
];

/** PATH, proxies and certificate authorities of the host, for a child process. */
export function childEnvironment(host: HostEnvironment): Record<string, string> {
  const found = HANDED_ON.flatMap((name) => {
    const value = host[name];
    return value ? [[name, value] as const] : [];
  });
  return { PATH: host['PATH'] || DEFAULT_PATH, no_proxy: direct(host), ...Object.fromEntries(found) };
}

/** What is reached without a proxy; a simulator or model on loopback always is. */
function direct(host: HostEnvironment): string {
  const named = host['no_proxy'] ?? host['NO_PROXY'] ?? '';
  return named === '*'
    ? named
    : [...named.split(','), 'localhost', '127.0.0.1', '::1'].filter(Boolean).join(',');
}

/** Proxies as undici wants them: an empty string means none. */
export function proxies(host: HostEnvironment): { httpProxy: string; httpsProxy: string; noProxy: string } {
  const all = host['all_proxy'] ?? host['ALL_PROXY'] ?? '';
  return {
    // HTTP_PROXY in capitals is ignored, as curl and git do: a CGI's client could set it.
    httpProxy: host['http_proxy'] ?? all,
    httpsProxy: host['https_proxy'] ?? host['HTTPS_PROXY'] ?? all,
    noProxy: direct(host),
  };
}

/** The file of certificate authorities that the host trusts beside the usual ones, or null. */
export function authoritiesFile(host: HostEnvironment): string | null {
  return host['GIT_SSL_CAINFO'] || host['SSL_CERT_FILE'] || null;
}
