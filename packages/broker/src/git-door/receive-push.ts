import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Readable } from 'node:stream';
import { formatBytes } from '@opencode-commander/task';
import { answerText } from '../answer.ts';
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
type Dropping = { request: IncomingMessage; maxBytes: number };
type Pushed = { first: Buffer; rest: AsyncIterator<Buffer>; onChunk: (size: number) => void };
/** What came up to the end of the commands, and perhaps some of the pack. */
type Head = { first: Buffer; head: PushHead };

/**
 * Takes pushes of the quarantine's own branch, by force too: history is judged at publishing. Commands are read here
 * for words that the agent and people understand; git's own settings refuse the same refs once more.
 */
export function createPushReceiver({ quarantine, runner, onRefusal }: Receiving) {
  let left = quarantine.maxPushBytes * TOTAL_FACTOR;
  return async (body: Readable, { request, response }: Exchange): Promise<void> => {
    const rest: AsyncIterator<Buffer> = body[Symbol.asyncIterator]();
    const { first, head } = await readHead(rest);
    if (head.status !== 'complete') return answerText(response, 400, 'this push cannot be read');
    const size = Number(request.headers['content-length'] ?? 0) - head.length;
    const limit = Math.min(quarantine.maxPushBytes, left);
    const reason = judgePush(head.commands, quarantine.branch) ?? judgeSize(size, limit, quarantine);
    const maxBytes = 2 * limit + MAX_HEAD_BYTES;
    if (reason !== null) {
      onRefusal(`push refused: ${reason}`);
      await drop(rest, { request, maxBytes });
      const answer = renderRefusal(reason, head.commands, head.capabilities);
      return answer ? void response.end(answer) : answerText(response, 403, reason);
    }
    const tooLarge = () => onRefusal(`push refused: it is larger than ${formatBytes(limit)}`);
    const count = countTo(limit + head.length, tooLarge);
    const onChunk = (bytes: number) => {
      left -= bytes;
      count(bytes);
    };
    const settings = receiveSettings(quarantine.branch, limit);
    const input = join({ first, rest, onChunk });
    await runner.call({ service: 'git-receive-pack', input, maxBytes, settings, request, response });
  };
}

function judgeSize(size: number, limit: number, { maxPushBytes }: Quarantine): string | null {
  if (limit <= 0) return `all pushes together may have ${formatBytes(maxPushBytes * TOTAL_FACTOR)}, and had`;
  if (size <= limit) return null;
  return `a push may have ${formatBytes(limit)}, this one has ${formatBytes(size)}`;
}

/** What git itself holds to: one ref, no deletion, whole objects, so many bytes. */
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
    const first = Buffer.concat(parts);
    const head = parsePushCommands(first);
    if (head.status !== 'more') return { first, head };
  }
  return { first: Buffer.alloc(0), head: { status: 'malformed' } };
}

/** Gives `first` and then the rest, and tells of each chunk: what a client sent counts even if it leaves. */
async function* join({ first, rest, onChunk }: Pushed): AsyncGenerator<Buffer> {
  onChunk(first.length);
  yield first;
  for await (const chunk of iterate(rest)) {
    onChunk(chunk.length);
    yield chunk;
  }
}

function countTo(limit: number, onLimit: () => void): (size: number) => void {
  let bytes = 0;
  return (size) => {
    const was = bytes;
    bytes += size;
    if (was <= limit && bytes > limit) onLimit();
  };
}

/** Reads what still comes, so that the client is ready for the answer; a client that goes on and on is cut off. */
async function drop(rest: AsyncIterator<Buffer>, { request, maxBytes }: Dropping): Promise<void> {
  let bytes = 0;
  for await (const chunk of iterate(rest)) {
    bytes += chunk.length;
    if (bytes > maxBytes) request.destroy();
  }
}

function iterate(chunks: AsyncIterator<Buffer>): AsyncIterable<Buffer> {
  return { [Symbol.asyncIterator]: () => chunks };
}
