import { FAILPOINTS } from '@opencode-commander/service';
import { describe, expect, it } from 'vitest';
import { type Planned, scheduleSchema } from '../../src/schedule/fault.ts';
import { makeSchedule } from '../../src/schedule/make-schedule.ts';
import { watchSchedule } from '../../src/schedule/watch-schedule.ts';

describe('a schedule', () => {
  it('comes from the seed alone, and can be written down', () => {
    const schedule = makeSchedule({ seed: 7, faults: 300 });
    expect(makeSchedule({ seed: 7, faults: 300 })).toEqual(schedule);
    expect(makeSchedule({ seed: 8, faults: 300 })).not.toEqual(schedule);
    expect(scheduleSchema.parse(JSON.parse(JSON.stringify(schedule)))).toEqual(schedule);
    expect(schedule.faults).toHaveLength(300);
  });

  it.each([1, 2, 3])('has every kind of fault where there are many (seed %i)', (seed) => {
    const kinds = makeSchedule({ seed, faults: 200 }).faults.map(({ fault }) => fault.kind);
    expect(kinds).toHaveLength(200);
    expect(new Set(kinds).size).toBe(38);
  });

  it('orders what happens at failpoints at real ones', () => {
    const { faults } = makeSchedule({ seed: 3, faults: 500 });
    const points = faults.flatMap(({ at }) => ('point' in at ? [at.point] : []));
    expect(points.filter((point) => !FAILPOINTS.some((known) => known === point))).toEqual([]);
  });
});

describe('the watch over a schedule', () => {
  const kill: Planned = { at: { hits: 2 }, fault: { kind: 'redis_cut' } };
  const crash: Planned = {
    at: { point: 'before agent.prompt', nth: 2 },
    fault: { kind: 'failpoint', verdict: 'crash', ms: 0 },
  };

  it('has a fault come after so many hits', () => {
    const watch = watchSchedule([kill]);
    expect(watch.hit('before store.claim').due).toEqual([]);
    expect(watch.hit('after store.claim').due).toEqual([{ kind: 'redis_cut' }]);
    expect(watch.hit('after store.claim').due).toEqual([]);
    expect(watch.left()).toEqual([]);
  });

  it('has one come at the nth hit of its failpoint', () => {
    const watch = watchSchedule([crash]);
    expect(watch.hit('before agent.prompt').here).toBeNull();
    expect(watch.hit('after agent.prompt').here).toBeNull();
    expect(watch.hit('before agent.prompt').here).toEqual(crash.fault);
    expect(watch.counts().get('before agent.prompt')).toBe(2);
  });

  it('orders one thing for a hit, the other for the next', () => {
    const watch = watchSchedule([crash, { ...crash }]);
    const verdicts = [1, 2, 3].map(() => watch.hit('before agent.prompt').here?.verdict ?? null);
    expect(verdicts).toEqual([null, 'crash', 'crash']);
  });

  it('gives the next one when nothing moves', () => {
    const watch = watchSchedule([crash, kill]);
    expect(watch.next()).toEqual(kill.fault);
    expect(watch.next()).toBeNull();
    expect(watch.left()).toEqual([crash]);
  });
});
