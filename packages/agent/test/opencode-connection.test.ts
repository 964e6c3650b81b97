import { setTimeout as delay } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { readMessages } from '../src/read-messages.ts';
import { answerJson, startHostileOpencode } from './hostile-opencode.ts';

const MB = 1024 * 1024;

const health = {
  what: 'say that it is healthy',
  schema: z.unknown(),
  send: (client, options) => client.global.health(options),
} satisfies Parameters<Awaited<ReturnType<typeof startHostileOpencode>>['connection']['call']>[0];

it('takes no answer of more than 8 MB', async () => {
  await using opencode = await startHostileOpencode((_request, response) =>
    answerJson(response, 'x'.repeat(9 * MB)),
  );
  await expect(opencode.connection.call(health)).rejects.toThrow(
    'opencode was asked to say that it is healthy and answered with more than 8 MB',
  );
});

it('does not unpack what comes compressed', async () => {
  await using opencode = await startHostileOpencode((_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' });
    response.end(gzipSync(JSON.stringify('x'.repeat(MB))));
  });
  await expect(opencode.connection.call(health)).rejects.toThrow('answered something else');
});

it('asks for fewer messages when they are too large together', async () => {
  const message = (id: string) => ({
    info: { id, role: 'assistant', time: {} },
    parts: [{ text: 'x'.repeat(2 * MB) }],
  });
  await using opencode = await startHostileOpencode((request, response) => {
    const limit = Number(new URL(request.url ?? '', 'http://o').searchParams.get('limit'));
    answerJson(
      response,
      Array.from({ length: limit }, (_, n) => message(`msg_${n}`)),
    );
  });
  expect(await readMessages(opencode.connection, { sessionId: 'ses_1' })).toHaveLength(3);
});

it('gives up a silent answer in time, whatever was collected as garbage meanwhile', async () => {
  setFlagsFromString('--expose-gc');
  const collect: () => void = runInNewContext('gc');
  await using opencode = await startHostileOpencode(() => undefined);
  const { signal } = new AbortController();
  const call = opencode.connection.call({ ...health, timeoutMs: 500, signal });
  const outcome = call.catch((error: unknown) => error);
  const collecting = new AbortController();
  const collectAlways = async (): Promise<void> => {
    while (!collecting.signal.aborted) {
      collect();
      await delay(20);
    }
  };
  const collected = collectAlways();
  const late = delay(5_000, new Error('still waiting'), { signal: collecting.signal });
  expect(await Promise.race([outcome, late])).toMatchObject({
    message: 'opencode took more than 500 ms to say that it is healthy',
  });
  collecting.abort();
  await late.catch(() => undefined);
  await collected;
});
