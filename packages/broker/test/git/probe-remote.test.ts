import { once } from 'node:events';
import { createServer } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { probeRemote } from '../../src/git/probe-remote.ts';

test('gives up a silent remote in time, whatever was collected as garbage meanwhile', async () => {
  setFlagsFromString('--expose-gc');
  const collect: () => void = runInNewContext('gc');
  const silent = createServer(() => undefined).listen(0, '127.0.0.1');
  await once(silent, 'listening');
  const address = silent.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const probing = probeRemote({
    remote: { url: `http://127.0.0.1:${port}/acme/web`, authorization: null },
    service: 'git-upload-pack',
    environment: {},
    signal: new AbortController().signal,
    timeoutMs: 500,
  });
  const outcome = probing.catch((error: unknown) => error);
  const over = new AbortController();
  const late = delay(5_000, new Error('still waiting'), { signal: over.signal });
  let settled = false;
  void outcome.finally(() => {
    settled = true;
  });
  const collectAlways = async () => {
    while (!settled && !over.signal.aborted) {
      collect();
      await delay(20);
    }
  };
  await Promise.race([collectAlways(), late]);
  expect(await Promise.race([outcome, late])).toMatchObject({ kind: 'unreachable' });
  over.abort();
  await late.catch(() => undefined);
  silent.closeAllConnections();
  silent.close();
});
