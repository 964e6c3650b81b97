import { expect, it } from 'vitest';
import { observeEvent } from '../../src/turn/observe-event.ts';

function errorOf(name: string) {
  const error = { name, data: { message: 'no' } };
  const event = { type: 'session.error' as const, properties: { sessionID: 'ses_1', error } };
  return observeEvent(event, {
    sessionId: 'ses_1',
    family: new Set(['ses_1']),
    clock: { toOurs: (ms) => ms },
  });
}

it('hears that a turn failed, but not that one was aborted: that may be the turn before, told late', () => {
  expect(errorOf('UnknownError')).toMatchObject({ type: 'failed', error: { name: 'UnknownError' } });
  expect(errorOf('MessageAbortedError')).toBeNull();
});
