import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import { type ClientRequest, type IncomingMessage, type RequestOptions, request } from 'node:http';
import { join } from 'node:path';
import { type ModelSimulator, say, slowly, startModelSimulator } from '@opencode-commander/simulators';
import type { Benchmark, Measurement } from '../benchmark.ts';
import type { Ground } from '../ground.ts';
import { openBroker } from '../open-broker.ts';
import { spread } from '../statistics.ts';

const SHORT_ANSWERS = 50;
/** As a fast model writes: many small events. */
const LONG_ANSWER = { chunks: 20_000, text: 'word '.repeat(20_000) };
const PLACEHOLDER = 'placeholder';

/** The broker stands in the way of every token: this is what it adds. All of it is in one process. */
export const modelProxy: Benchmark = {
  name: 'model-proxy',
  about: "a streaming model through the broker's socket, against straight to the model",
  rehearsed: true,
  async open(ground) {
    const model = await openModel(ground);
    const { pathname, port } = new URL(model.url);
    const socketPath = await openDoor(ground, model);
    const straight = { port, path: `${pathname}/chat/completions` };
    const brokered = { socketPath, path: '/llm/simulated/chat/completions' };
    return async () => {
      const [floor, ours] = [await measure(straight), await measure(brokered)];
      return [
        row('first byte of an answer', 'ms', { ours: ours.firstByteMs, floor: floor.firstByteMs }),
        row('a long answer', 'MB/s', { ours: ours.megabytesPerSecond, floor: floor.megabytesPerSecond }),
      ];
    };
  },
};

function row(
  name: string,
  unit: Measurement['unit'],
  figures: Required<Pick<Measurement, 'ours' | 'floor'>>,
): Measurement {
  return { measure: name, unit, ...figures };
}

async function openModel({ stack }: Ground): Promise<ModelSimulator> {
  const { text, chunks } = LONG_ANSWER;
  const model = await startModelSimulator({
    scripts: [
      {
        name: 'long',
        match: ({ prompt }) => prompt === 'long',
        steps: [slowly(text, { chunks, delayMs: 0 })],
      },
      { name: 'short', match: () => true, steps: [say('Yes.')] },
    ],
  });
  stack.defer('the model', () => model.stop());
  return model;
}

async function openDoor(ground: Ground, { url }: ModelSimulator): Promise<string> {
  const directory = join(ground.directory, 'broker');
  await mkdir(directory);
  const quarantine = { path: join(directory, 'none.git'), branch: 'none', maxPushBytes: 0 };
  const providers = { simulated: { baseUrl: url, apiKey: 'key' } };
  return openBroker(ground, { directory, repository: 'acme/none', quarantine, providers, key: PLACEHOLDER });
}

type Target = Pick<RequestOptions, 'port' | 'path' | 'socketPath'>;

async function measure(target: Target): Promise<{ firstByteMs: number; megabytesPerSecond: number }> {
  const firstBytes: number[] = [];
  for (let i = 0; i < SHORT_ANSWERS; i++) firstBytes.push((await ask(target, 'short')).firstByteMs);
  const { bytes, totalMs } = await ask(target, 'long');
  return { firstByteMs: spread(firstBytes).median, megabytesPerSecond: bytes / totalMs / 1_000 };
}

type Answer = { firstByteMs: number; totalMs: number; bytes: number };

/** One streamed completion; throws when it is refused. */
async function ask(target: Target, prompt: string): Promise<Answer> {
  const tool = { type: 'function', function: { name: 'bash', parameters: { type: 'object' } } };
  const messages = [{ role: 'user', content: prompt }];
  const body = JSON.stringify({ model: 'scripted', stream: true, messages, tools: [tool] });
  const began = performance.now();
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${PLACEHOLDER}` };
  const sent = request({ host: '127.0.0.1', ...target, method: 'POST', headers, timeout: 60_000 });
  sent.end(body);
  const answer = await answerOf(sent);
  let firstByteMs: number | undefined;
  let bytes = 0;
  for await (const chunk of answer) {
    firstByteMs ??= performance.now() - began;
    bytes += Buffer.byteLength(chunk);
  }
  if (answer.statusCode !== 200) throw new Error(`the model answered ${answer.statusCode}`);
  return { firstByteMs: firstByteMs ?? Number.NaN, totalMs: performance.now() - began, bytes };
}

async function answerOf(sent: ClientRequest): Promise<IncomingMessage> {
  sent.once('timeout', () => sent.destroy(new Error('the model did not answer')));
  const [answer]: IncomingMessage[] = await once(sent, 'response');
  if (answer === undefined) throw new Error('there is no answer');
  return answer;
}
