import { expect, test } from 'vitest';
import { cleanUpRequests } from '../../src/installation/clean-up-requests.ts';
import { startPrefix } from '../a-prefix.ts';

const NOTHING = { containers: [], directories: [], quarantines: [], sessions: [] };

test('each dispatcher is handed a request once, and its answer goes to who asked', async () => {
  await using own = startPrefix();
  const requests = cleanUpRequests(own);
  const asking = requests.ask({ id: 'r', dryRun: true, dispatchers: ['a', 'b'], withinMs: 300 });
  let request = await requests.next('a');
  while (request === null) request = await requests.next('a');
  expect(request).toEqual({ id: 'r', dryRun: true });
  expect(await requests.next('a')).toBeNull();
  await requests.answer(request, { dispatcher: 'a', leftovers: NOTHING, error: null });
  expect(await asking).toEqual([{ dispatcher: 'a', leftovers: NOTHING, error: null }]);
  // The other one is too late now.
  expect(await requests.next('b')).toBeNull();
});

test('each is handed out as long as its own asker waits for it', async () => {
  await using own = startPrefix();
  const requests = cleanUpRequests(own);
  const asked = { dryRun: false, dispatchers: ['a'] };
  expect(await requests.ask({ ...asked, id: 'short', withinMs: 20 })).toEqual([]);
  const long = requests.ask({ ...asked, id: 'long', withinMs: 2_000 });
  expect(await requests.ask({ ...asked, id: 'also short', withinMs: 300 })).toEqual([]);
  expect(await requests.next('a')).toEqual({ id: 'long', dryRun: false });
  expect(await requests.next('a')).toBeNull();
  await requests.answer({ id: 'long', dryRun: false }, { dispatcher: 'a', leftovers: NOTHING, error: null });
  await long;
});

test('an answer that cannot be read counts as none', async () => {
  await using own = startPrefix();
  const requests = cleanUpRequests(own);
  await own.redis.rpush(`{${own.prefix}}:cleanup:answers:r`, '{');
  expect(await requests.ask({ id: 'r', dryRun: true, dispatchers: ['a'], withinMs: 50 })).toEqual([]);
});
