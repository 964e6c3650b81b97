import { EventEmitter, once } from 'node:events';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { serveFailpoints } from '../../src/failpoints/serve-failpoints.ts';

test('goes on when a process is killed with an answer unread', async () => {
  const path = join(tmpdir(), 'f.sock');
  const heard: string[] = [];
  const hits = new EventEmitter();
  const close = await serveFailpoints(path, async ({ service }) => {
    heard.push(service);
    hits.emit('hit');
    return { verdict: 'go', ms: 0 };
  });
  for (const service of ['poller-1', 'poller-2']) {
    const hit = once(hits, 'hit');
    const process = connect(path).pause();
    await once(process, 'connect');
    process.write(`${JSON.stringify({ id: 1, point: 'before store.change', service, pid: 1 })}\n`);
    await hit;
    await turn();
    // Nobody reads the answer: the kernel resets the connection, as it does for a killed process.
    process.destroy();
    await once(process, 'close');
  }
  await close();
  expect(heard).toEqual(['poller-1', 'poller-2']);
});
