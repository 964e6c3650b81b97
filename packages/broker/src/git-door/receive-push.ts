import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Readable } from 'node:stream';
import { answerText } from '../answer.ts';
import { formatBytes } from '../format-bytes.ts';
import type { Quarantine } from '../git/create-quarantine.ts';
import type { GitSetting } from '../git/git-environment.ts';
import type { GitRunner } from './git-runner.ts';
import { judgePush, renderRefusal } from './judge-push.ts';
import { type PushHead, parsePushCommands } from './push-commands.ts';

const MAX_HEAD_BYTES = 1024 * 1024;
// So many of the largest pushes may one sandbox send in all.
const TOTAL_FACTOR = 10;

type Exchange = { request: IncomingMessage; response: ServerResponse };
type Receiving = { quarantine: Quarantine; runner: GitRunner; onRefusal: (line: string) => void };
type Head = { bytes: Buffer; head: PushHead };

/**
 * Takes pushes of the quarantine's own branch, by force too: history is judged at publishing. Commands are read here
 * for words that the agent and people understand; git's own settings refuse the same refs once more.
 */
export function createPushReceiver({ quarantine, runner, onRefusal }: Receiving) {
  let left = quarantine.maxPushBytes * TOTAL_FACTOR;
  return async (body: Readable, { request, response }: Exchange): Promise<void> => {
    const chunks: AsyncIterator<Buffer> = body[Symbol.asyncIterator]();
    const { bytes, head } = await readHead(chunks);
    if (head.status !== 'complete') return answerText(response, 400, 'this push cannot be read');
    const size = Number(request.headers['content-length'] ?? 0);
    const limit = Math.min(quarantine.maxPushBytes, left);
    const reason = judgePush(head.commands, quarantine.branch) ?? judgeSize(size, limit, quarantine);
    if (reason !== null) {
      onRefusal(`push refused: ${reason}`);
      await drop(chunks, { request, limit });
      const answer = renderRefusal(reason, head.commands, head.capabilities);
      return answer ? void response.end(answer) : answerText(response, 403, reason);
    }
    const settings = receiveSettings(quarantine.branch, limit);
    const input = join(bytes, chunks);
    const maxBytes = 2 * limit + MAX_HEAD_BYTES;
    const sent = await runner.call({
      service: 'git-receive-pack',
      input,
      maxBytes,
      settings,
      request,
      response,
    });
    left -= sent;
    if (sent > limit + bytes.length) onRefusal(`push refused: it is larger than ${formatBytes(limit)}`);
  };
}

function judgeSize(size: number, limit: number, { maxPushBytes }: Quarantine): string | null {
  if (limit <= 0) return `all pushes together may have ${formatBytes(maxPushBytes * TOTAL_FACTOR)}, and had`;
  if (size <= limit + MAX_HEAD_BYTES) return null;
  return `a push may have ${formatBytes(limit)}, this one has ${formatBytes(size)}`;
}

export function receiveSettings(branch: string, maxBytes: number): GitSetting[] {
  return [
    ['receive.hideRefs', 'refs'],
    ['receive.hideRefs', `!refs/heads/${branch}`],
    ['receive.denyDeletes', 'true'],
    ['receive.denyNonFastForwards', 'false'],
    ['receive.denyCurrentBranch', 'ignore'],
    ['receive.fsckObjects', 'true'],
    ['receive.maxInputSize', String(Math.max(1, maxBytes))],
    ['receive.unpackLimit', '1'],
    ['receive.autogc', 'false'],
  ];
}

async function readHead(chunks: AsyncIterator<Buffer>): Promise<Head> {
  const parts: Buffer[] = [];
  for (let size = 0; size <= MAX_HEAD_BYTES; ) {
    const { done, value } = await chunks.next();
    if (done) break;
    parts.push(value);
    size += value.length;
    const bytes = Buffer.concat(parts);
    const head = parsePushCommands(bytes);
    if (head.status !== 'more') return { bytes, head };
  }
  return { bytes: Buffer.alloc(0), head: { status: 'malformed' } };
}

async function* join(first: Buffer, rest: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  yield first;
  yield* iterate(rest);
}

/** Reads what still comes, so that the client is ready for the answer; a client that goes on and on is cut off. */
async function drop(
  chunks: AsyncIterator<Buffer>,
  { request, limit }: { request: IncomingMessage; limit: number },
): Promise<void> {
  let bytes = 0;
  for await (const chunk of iterate(chunks)) {
    bytes += chunk.length;
    if (bytes > 2 * limit + MAX_HEAD_BYTES) request.destroy();
  }
}

function iterate(chunks: AsyncIterator<Buffer>): AsyncIterable<Buffer> {
  return { [Symbol.asyncIterator]: () => chunks };
}
