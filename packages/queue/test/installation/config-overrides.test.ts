import { expect, test } from 'vitest';
import { type ConfigOverrides, configOverrides } from '../../src/index.ts';
import { startPrefix } from '../a-prefix.ts';

const at = '2026-01-01T00:00:00.000Z';
const set = (value: ConfigOverrides[string]['value']) => ({ value, by: 'maria', at });

test('what was set is there for whoever looks', async () => {
  await using own = startPrefix();
  expect(await configOverrides(own).read()).toEqual({});
  const after = { 'timeouts.high': set('1h'), 'github.trusted_users': set(['octocat']) };
  expect(await configOverrides(own).change(() => after)).toEqual(after);
  expect(await configOverrides(own).read()).toEqual(after);
});

test('of two changes at once neither is lost', async () => {
  await using own = startPrefix();
  const numbers = Array.from({ length: 8 }, (_, i) => i);
  await Promise.all(
    numbers.map((i) => configOverrides(own).change((before) => ({ ...before, [`k${i}`]: set(i) }))),
  );
  expect(Object.keys(await configOverrides(own).read()).sort()).toEqual(numbers.map((i) => `k${i}`));
});

test('a change that is refused changes nothing', async () => {
  await using own = startPrefix();
  const store = configOverrides(own);
  await store.change(() => ({ a: set(1) }));
  const refused = store.change(() => {
    throw new Error('no');
  });
  await expect(refused).rejects.toThrow('no');
  expect(await store.read()).toEqual({ a: set(1) });
});

test('what cannot be read is said once and does not count; the rest does, and it can be set anew', async () => {
  await using own = startPrefix();
  const said: string[] = [];
  const store = configOverrides(own, { onCorrupt: ({ message }) => said.push(message) });
  await own.redis.set(`{${own.prefix}}:config`, JSON.stringify({ a: set(1), b: { value: 1 } }));
  expect([await store.read(), await store.read()]).toEqual([{ a: set(1) }, { a: set(1) }]);
  expect(said).toEqual([
    expect.stringContaining(`The entry b of {${own.prefix}}:config in Redis cannot be read`),
  ]);
  await own.redis.set(`{${own.prefix}}:config`, '{');
  expect(await store.read()).toEqual({});
  await store.change((before) => ({ ...before, c: set(3) }));
  expect(await store.read()).toEqual({ c: set(3) });
});
