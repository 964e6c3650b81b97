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
import { tellIfSlow } from '../tell-if-slow.ts';
import { followEvents } from './follow-events.ts';
import { readAnswer } from './read-answer.ts';
import type { Gateway } from './read-gateway.ts';
import { remotePages } from './remote-pages.ts';
import { sendRequest } from './send-request.ts';
import { withPatience } from './with-patience.ts';

export type RemoteOptions = {
  /** Aborted when the program is to end. */
  signal: AbortSignal;
  /** Hears once that an answer is waited for, and while a log is followed that the gateway has gone, and is back. */
  say: (line: string) => void;
  /** How long an answer may take, in ms; 60,000 unless given: GitHub may be asked before it comes. */
  patienceMs?: number;
};

const PATIENCE_MS = 60_000;

/** Has operations done by a gateway, over HTTP. Everything throws RefusedError, GatewayAwayError, StrangeGatewayError. */
export function remoteClient(
  gateway: Gateway,
  { signal, say, patienceMs = PATIENCE_MS }: RemoteOptions,
): ControlClient {
  const sayOnce = once(say);
  const ask = async <Name extends OperationName>(name: Name, input: InputOf<Name>) => {
    const request = {
      method: 'POST' as const,
      path: routeOf(name),
      headers: { 'content-type': 'application/json', [BY_HEADER]: gateway.by },
      body: JSON.stringify(input),
    };
    const output: z.ZodType = OPERATIONS[name].output;
    const read = (response: Response) => readAnswer(gateway.url, response, output);
    const asking = withPatience({ patienceMs, signal }, (until) =>
      sendRequest(gateway, { ...request, signal: until }, read),
    );
    const answer = await tellIfSlow({ say: sayOnce }, `Asking the gateway ${gateway.url} …`, asking);
    // The table says what each operation gives.
    return answer as OutputOf<Name>;
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

/** Whoever looks again and again is not told again and again. */
function once(say: RemoteOptions['say']): RemoteOptions['say'] {
  let isSaid = false;
  return (line) => {
    if (!isSaid) say(line);
    isSaid = true;
  };
}
