import {
  BY_HEADER,
  type ControlClient,
  type InputOf,
  OPERATIONS,
  type OperationName,
  type OutputOf,
  routeOf,
  type TaskLogsOptions,
} from '@opencode-commander/control';
import type { z } from 'zod';
import { followEvents } from './follow-events.ts';
import { readAnswer } from './read-answer.ts';
import type { Gateway } from './read-gateway.ts';
import { remotePages } from './remote-pages.ts';
import { sendRequest } from './send-request.ts';

export type RemoteOptions = {
  /** Aborted when the program is to end. */
  signal: AbortSignal;
  /** Hears that the gateway has gone while a log is followed, and that it is back. */
  say: (line: string) => void;
};

/** GitHub may be asked before the answer comes. */
const PATIENCE_MS = 60_000;

/** Has operations done by a gateway, over HTTP. Everything throws RefusedError, GatewayAwayError, StrangeGatewayError. */
export function remoteClient(gateway: Gateway, { signal, say }: RemoteOptions): ControlClient {
  const ask = async <Name extends OperationName>(name: Name, input: InputOf<Name>) => {
    const response = await sendRequest(gateway, {
      method: 'POST',
      path: routeOf(name),
      headers: { 'content-type': 'application/json', [BY_HEADER]: gateway.by },
      body: JSON.stringify(input),
      signal: AbortSignal.any([signal, AbortSignal.timeout(PATIENCE_MS)]),
    });
    const output: z.ZodType = OPERATIONS[name].output;
    // The table says what each operation gives.
    return (await readAnswer(gateway.url, response, output)) as OutputOf<Name>;
  };
  return {
    ask,
    async *logs({ follow, ...options }: TaskLogsOptions) {
      const isPastWanted = !follow || options.last !== undefined;
      const after = isPastWanted ? yield* remotePages(ask, options) : options.after;
      if (follow) yield* followEvents(gateway, { ...options, after, say });
    },
  };
}
