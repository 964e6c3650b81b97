import { CorruptTaskError, RedisError } from '@opencode-commander/queue';
import { expect, it } from 'vitest';
import { isAway } from '../src/is-away.ts';
import { GatewayAwayError, StrangeGatewayError } from '../src/remote/gateway-error.ts';

it.each([
  ['a Redis that cannot be reached', new RedisError('no'), true],
  ['a gateway that cannot be reached', new GatewayAwayError('no'), true],
  ['a record that cannot be read, now or later', new CorruptTaskError('1-abcdef', 'key', null), false],
  ['what is no gateway', new StrangeGatewayError('no'), false],
  ['a mistake', new TypeError('no'), false],
])('tells whether %s is away', (_what, error, away) => {
  expect(isAway(error)).toBe(away);
});
