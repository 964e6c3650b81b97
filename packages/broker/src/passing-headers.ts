export type Headers = Readonly<Record<string, string | string[] | undefined>>;

const HOP_BY_HOP = [
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
];

/** Headers as name and value, without those of the connection itself (RFC 9110, 7.6.1) and the given others. */
export function passingHeaders(headers: Headers, others: readonly string[]): [string, string | string[]][] {
  const connection = String(headers['connection'] ?? '');
  const named = connection.split(',').map((name) => name.trim().toLowerCase());
  const dropped = new Set([...HOP_BY_HOP, ...named, ...others]);
  return Object.entries(headers).flatMap(([name, value]): [string, string | string[]][] =>
    value === undefined || dropped.has(name) ? [] : [[name, value]],
  );
}
