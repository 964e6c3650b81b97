import { expect, it } from 'vitest';
import { passwordIn } from '../src/password-in.ts';
import { redisUrl } from '../src/redis-url.ts';
import { Secret } from '../src/secret.ts';

it.each([
  ['redis://redis:6379/0', 'redis://:p%40ss%2F@redis:6379/0'],
  ['rediss://maria@redis:6379', 'rediss://maria:p%40ss%2F@redis:6379'],
  ['unix:///run/redis.sock?db=2', 'unix://:p%40ss%2F@/run/redis.sock?db=2'],
  ['redis+sentinel://a:26379,b:26379/master', 'redis+sentinel://:p%40ss%2F@a:26379,b:26379/master'],
])('%s gets its password', (url, expected) => {
  expect(passwordIn(url)).toBeNull();
  const joined = redisUrl(new Secret(url), new Secret('p@ss/')).reveal();
  expect(joined).toBe(expected);
  expect(passwordIn(joined)).toBe('p%40ss%2F');
});

it('is left as it is without one', () => {
  expect(redisUrl(new Secret('redis://h'), null).reveal()).toBe('redis://h');
});
