import { once } from 'node:events';
import { PassThrough } from 'node:stream';
import { expect, it } from 'vitest';
import { openOutput } from '../src/open-output.ts';

it('prints lines until nobody reads them any more', async () => {
  const stream = new PassThrough();
  const print = openOutput(stream);
  print('one');
  expect(String(stream.read())).toBe('one\n');
  stream.destroy(new Error('write EPIPE'));
  await once(stream, 'error');
  expect(() => print('two')).toThrow(expect.objectContaining({ exitCode: 130 }));
});
