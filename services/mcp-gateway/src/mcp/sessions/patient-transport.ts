import type { IncomingMessage, ServerResponse } from 'node:http';
import { setImmediate } from 'node:timers/promises';
import {
  StreamableHTTPServerTransport,
  type StreamableHTTPServerTransportOptions,
} from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import type { TransportSendOptions } from '@modelcontextprotocol/sdk/shared/transport.js';
import type { JSONRPCMessage, RequestId } from '@modelcontextprotocol/sdk/types.js';
import { drained, PATIENCE_MS } from '../../http/drained.ts';
import { cancelledIds, repliedId, requestIds } from '../messages/message-ids.ts';

type Options = StreamableHTTPServerTransportOptions & {
  /** How long a client may read nothing before its connection is closed, in ms. */
  patienceMs?: number;
};

type Stream = {
  response: ServerResponse;
  gone: AbortSignal;
  /** The requests of its body, which may be a batch, that are neither answered nor cancelled. */
  open: Set<RequestId>;
};

/** What goes to the client on no request of its own: on the stream of its GET. */
const UNASKED = null;

/**
 * The SDK's transport, but `send` waits while the client does not read, so that nothing piles up here, and a connection that
 * is closed cancels what was asked on it, since nobody can hear the answer any more.
 */
export class PatientTransport extends StreamableHTTPServerTransport {
  readonly #streams = new Map<RequestId | typeof UNASKED, Stream>();
  readonly #patienceMs: number;

  constructor({ patienceMs = PATIENCE_MS, ...options }: Options) {
    super(options);
    this.#patienceMs = patienceMs;
  }

  override async handleRequest(
    request: IncomingMessage,
    response: ServerResponse,
    body?: unknown,
  ): Promise<void> {
    this.#open(request.method === 'GET' ? [UNASKED] : requestIds(body), response);
    await super.handleRequest(request, response, body);
    for (const id of cancelledIds(body)) this.#settle(id);
  }

  override async send(
    message: JSONRPCMessage,
    { relatedRequestId }: TransportSendOptions = {},
  ): Promise<void> {
    // What was sent before is on its way to the response only now.
    await setImmediate();
    const replied = repliedId(message);
    const stream = this.#streams.get(replied ?? relatedRequestId ?? UNASKED);
    if (stream !== undefined)
      await drained(stream.response, { gone: stream.gone, patienceMs: this.#patienceMs });
    await super.send(message, relatedRequestId === undefined ? {} : { relatedRequestId });
    if (replied !== undefined) this.#settle(replied);
  }

  #open(ids: readonly (RequestId | typeof UNASKED)[], response: ServerResponse): void {
    const gone = new AbortController();
    // A second GET is refused, and must not take the place of the first.
    const own = ids.filter((id) => !this.#streams.has(id));
    const open = new Set(own.filter((id) => id !== UNASKED));
    const stream = { response, gone: gone.signal, open };
    for (const id of own) this.#streams.set(id, stream);
    response.once('close', () => {
      gone.abort();
      for (const id of own) {
        this.#streams.delete(id);
        if (id !== UNASKED && !response.writableFinished) this.#cancel(id);
      }
    });
  }

  /** What was cancelled is not answered: a stream that waits for it would stay open for ever. */
  #settle(id: RequestId): void {
    const { open } = this.#streams.get(id) ?? {};
    if (open?.delete(id) && open.size === 0) this.closeSSEStream(id);
  }

  #cancel(requestId: RequestId): void {
    const params = { requestId, reason: 'its connection was closed' };
    this.onmessage?.({ jsonrpc: '2.0', method: 'notifications/cancelled', params });
  }
}
