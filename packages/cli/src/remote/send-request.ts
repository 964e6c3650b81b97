import { OperatorError } from '@opencode-commander/task';
import { GatewayAwayError, StrangeGatewayError } from './gateway-error.ts';
import type { Gateway } from './read-gateway.ts';

export type Request = {
  method: 'GET' | 'POST';
  path: string;
  headers?: Record<string, string>;
  body?: string;
  signal: AbortSignal;
};

/**
 * Asks the gateway, and has `read` take the answer. A redirection is not followed: it could take the token elsewhere. Throws
 * GatewayAwayError when no answer comes, or only part of it, StrangeGatewayError when none ever will, what `read` throws for
 * operators, and what `signal` was aborted with.
 */
export async function sendRequest<T>(
  { url, token }: Gateway,
  { path, headers, ...request }: Request,
  read: (response: Response) => Promise<T>,
): Promise<T> {
  const { signal } = request;
  try {
    const all = { ...headers, authorization: `Bearer ${token}` };
    return await read(await fetch(`${url}${path}`, { ...request, headers: all, redirect: 'manual' }));
  } catch (error) {
    if (error instanceof OperatorError || (signal.aborted && !isTimeout(signal.reason))) throw error;
    throw explain(url, error);
  }
}

/** An error of a connection that broke, for people. */
export function explain(url: string, error: unknown): GatewayAwayError | StrangeGatewayError {
  const code = codeOf(error);
  const lasting = LASTING[code];
  if (lasting !== undefined) return new StrangeGatewayError(`${url} ${lasting}`, { cause: error });
  if (/CERT|SIGNED|SIGNATURE/.test(code)) {
    const what = `${url} shows a certificate that is not trusted here (${code})`;
    return new StrangeGatewayError(`${what}: name its authority's file in NODE_EXTRA_CA_CERTS`, {
      cause: error,
    });
  }
  const reason = PASSING[code] ?? `cannot be reached (${code})`;
  return new GatewayAwayError(`The gateway ${url} ${reason}`, { cause: error });
}

const LASTING: Readonly<Record<string, string>> = {
  ERR_SSL_WRONG_VERSION_NUMBER: 'does not speak https: write http:// in COMMANDER_URL',
  ERR_SSL_PACKET_LENGTH_TOO_LONG: 'does not speak https: write http:// in COMMANDER_URL',
  HPE_INVALID_CONSTANT: 'does not speak http: look whether COMMANDER_URL should begin with https://',
};

const PASSING: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'cannot be reached: nothing listens there',
  ENOTFOUND: 'cannot be reached: there is no host of that name',
  EAI_AGAIN: 'cannot be reached: its name could not be looked up',
  ECONNRESET: 'hung up without an answer: it is about to stop, or wants https://',
  UND_ERR_SOCKET: 'hung up without an answer: it is about to stop, or wants https://',
  UND_ERR_CONNECT_TIMEOUT: 'does not answer',
  UND_ERR_HEADERS_TIMEOUT: 'does not answer',
  UND_ERR_BODY_TIMEOUT: 'does not answer',
  TimeoutError: 'does not answer',
};

function isTimeout(reason: unknown): boolean {
  return reason instanceof Error && reason.name === 'TimeoutError';
}

/** The innermost code; `fetch failed` says nothing. */
function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown error';
  if (error.cause instanceof Error) return codeOf(error.cause);
  if ('code' in error && typeof error.code === 'string') return error.code;
  return error.name === 'Error' ? error.message : error.name;
}
