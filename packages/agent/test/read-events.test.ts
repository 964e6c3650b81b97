import { once } from 'node:events';
import { expect, it } from 'vitest';
import { startHostileOpencode } from './hostile-opencode.ts';

const LINE = 1024 * 1024;

it('leaves out a line of more than 1 MB and goes on with the next', async () => {
  await using opencode = await startHostileOpencode(async (_request, response) => {
    response.write('data: {"n":1}\n\ndata: "');
    for (let mb = 0; mb < 40; mb += 1) if (!response.write('x'.repeat(LINE))) await once(response, 'drain');
    response.end('"\n\ndata: {"n":2}\n\n');
  });
  const events = [];
  for await (const event of opencode.connection.events(new AbortController().signal)) events.push(event);
  expect(events).toEqual([
    { value: { n: 1 }, size: '{"n":1}'.length },
    { value: { n: 2 }, size: '{"n":2}'.length },
  ]);
});

it('reads a line that comes byte by byte in linear time', async () => {
  const text = 'x'.repeat(200_000);
  await using opencode = await startHostileOpencode(async (_request, response) => {
    response.write('data: "');
    for (let at = 0; at < text.length; at += 10) {
      if (!response.write(text.slice(at, at + 10))) await once(response, 'drain');
    }
    response.end('"\n\n');
  });
  const events = [];
  for await (const event of opencode.connection.events(new AbortController().signal)) events.push(event);
  expect(events).toEqual([{ value: text, size: text.length + 2 }]);
});
