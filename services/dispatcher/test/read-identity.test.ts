import { expect, it } from 'vitest';
import { readIdentity } from '../src/read-identity.ts';

it('is the same for this process whenever it is read', async () => {
  const identity = await readIdentity();
  expect(identity).toEqual({
    machine: expect.stringMatching(/^[0-9a-f-]{36} pid:\[\d+\]$/),
    pid: process.pid,
    started: expect.any(Number),
  });
  expect(await readIdentity()).toEqual(identity);
});
