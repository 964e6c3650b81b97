import type { RequestHandlerExtra } from '@modelcontextprotocol/sdk/shared/protocol.js';
import type { ServerNotification, ServerRequest } from '@modelcontextprotocol/sdk/types.js';

/** Tells the client of a call how it goes; waits while the client does not read. Throws once it is gone. */
export type Tell = (line: string) => Promise<void>;

type Asked = Pick<
  RequestHandlerExtra<ServerRequest, ServerNotification>,
  '_meta' | 'signal' | 'sendNotification'
>;

/**
 * What is told while a call is under way, to a client that wants to know. Where nothing is to be told it says every
 * `heartbeatMs` that it goes on: clients give up on a call of which they hear nothing, opencode after a minute.
 * https://modelcontextprotocol.io/specification/2025-06-18/basic/utilities/progress
 */
export function openProgress(
  { _meta, signal, sendNotification }: Asked,
  heartbeatMs: number,
): Disposable & { tell: Tell } {
  const progressToken = _meta?.progressToken;
  if (progressToken === undefined) return { tell: async () => undefined, [Symbol.dispose]: () => undefined };
  let progress = 0;
  let telling = 0;
  const tell: Tell = async (message) => {
    signal.throwIfAborted();
    heart.refresh();
    progress += 1;
    telling += 1;
    const params = { progressToken, progress, message };
    await sendNotification({ method: 'notifications/progress', params }).finally(() => {
      telling -= 1;
    });
  };
  const heart = setInterval(() => {
    // A client that is gone has ended the call by that.
    if (telling === 0) tell('still at it').catch(() => undefined);
  }, heartbeatMs);
  return { tell, [Symbol.dispose]: () => clearInterval(heart) };
}
