import { expect, it } from 'vitest';
import { showsOutcome } from '../../src/threads/shows-outcome.ts';

it('knows an outcome by its label', () => {
  expect(showsOutcome(['agent', 'agent/done'])).toBe(true);
  expect(showsOutcome(['agent/failed'])).toBe(true);
});

it('takes a task that waited or ran when Redis was lost for unfinished', () => {
  expect(showsOutcome(['agent', 'agent/running', 'bug'])).toBe(false);
  expect(showsOutcome(['agent/queued'])).toBe(false);
});
