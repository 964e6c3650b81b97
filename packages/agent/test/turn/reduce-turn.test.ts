import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AgentEvent } from '../../src/agent-event.ts';
import type { LastMessage, Observation, ObservedPart, Snapshot } from '../../src/turn/observation.ts';
import { partsSeen } from '../../src/turn/parts-seen.ts';
import { reduceTurn } from '../../src/turn/reduce-turn.ts';
import { newTurn, type TurnLimits } from '../../src/turn/turn-state.ts';

const LIMITS: TurnLimits = {
  stuckMs: 1_000,
  retries: 5,
  retryWaitMs: 500,
  startMs: 2_000,
  unreachableMs: 300,
  settleMs: 100,
};
const FINAL: LastMessage = { role: 'assistant', complete: true, final: true, error: null };

function run(observations: readonly Observation[], limits = LIMITS): AgentEvent[] {
  let state = newTurn({ baseline: 'msg_1', seen: null }, 0);
  return observations.flatMap((observation) => {
    const reduced = reduceTurn(state, observation, limits);
    state = reduced.state;
    return reduced.events;
  });
}

function snapshot(at: number, found: Partial<Snapshot> = {}): Observation {
  const nothing = {
    parts: [],
    last: null,
    questions: [],
    permissions: [],
    checklist: [],
    unknownModel: null,
  };
  return { at, type: 'snapshot', snapshot: { status: { type: 'busy' }, ...nothing, ...found } };
}

const idle = (at: number, found: Partial<Snapshot> = {}): Observation =>
  snapshot(at, { status: { type: 'idle' }, ...found });

/** How a part looks over time; every later look is at least as long. */
const history = (id: number): fc.Arbitrary<ObservedPart[]> => {
  const base = { id: `prt_${id}`, messageId: `msg_${2 + (id % 3)}` };
  const call = { ...base, kind: 'tool', callId: `call_${id}`, tool: 'bash', title: 't' } as const;
  const tool = fc.constantFrom('completed' as const, 'error' as const).map((end): ObservedPart[] => [
    { ...call, size: 0, state: 'pending', output: '' },
    { ...call, size: 1, state: 'running', output: '' },
    { ...call, size: 9, state: 'running', output: 'half' },
    { ...call, size: 20, state: end, output: 'whole' },
  ]);
  const text = fc.constant<ObservedPart[]>([
    { ...base, kind: 'text', size: 0, text: '', whole: false },
    { ...base, kind: 'text', size: 3, text: 'par', whole: false },
    { ...base, kind: 'text', size: 8, text: `part ${id}`, whole: true },
  ]);
  return fc.oneof(tool, text);
};

const scenario = fc
  .integer({ min: 0, max: 6 })
  .chain((count) => fc.tuple(...Array.from({ length: count }, (_, id) => history(id))))
  .chain((histories) => {
    const events = histories.flat().map((part): Observation => ({ at: 1, type: 'part', part }));
    const questions = [0, 1].map((id) => ({ requestId: `que_${id}`, questions: [] }));
    const asks = questions.map((asked): Observation => ({ at: 1, type: 'question', asked }));
    const answers = questions.map(({ requestId }): Observation => ({ at: 1, type: 'answered', requestId }));
    const look = fc.tuple(...histories.map((looks) => fc.constantFrom(...looks)));
    const poll = fc
      .tuple(look, fc.subarray(questions))
      .map(([parts, asked]) => snapshot(1, { parts, questions: asked }));
    const beats = fc.array(
      fc.oneof(poll, fc.constantFrom<Observation>({ at: 1, type: 'activity' }, idle(1))),
    );
    const hints = fc.array(fc.constantFrom(...events, ...asks, ...answers), { maxLength: 40 });
    const mixed = fc
      .tuple(hints, beats)
      .chain(([some, others]) => fc.shuffledSubarray([...some, ...others], { minLength: some.length }));
    return fc.record({ histories: fc.constant(histories), mixed, late: hints });
  });

describe('reduceTurn', () => {
  it('tells everything once, whatever the mixture and order of events and polls', () => {
    fc.assert(
      fc.property(scenario, ({ histories, mixed, late }) => {
        const parts = histories.map((looks) => looks.at(-1)).filter((part) => part !== undefined);
        const events = run([
          ...mixed,
          idle(2, { parts, last: FINAL }),
          ...late,
          idle(3, { parts, last: FINAL }),
        ]);
        expect(events.findIndex((event) => event.type === 'idle')).toBe(events.length - 1);
        for (const part of parts) {
          if (part.kind === 'text') {
            expect(events.filter((event) => event.type === 'text' && event.text === part.text)).toHaveLength(
              1,
            );
          } else if (part.kind === 'tool') {
            const told = events.filter((event) => event.type === 'tool' && event.callId === part.callId);
            const states = told.map((event) => event.type === 'tool' && event.state);
            expect([[part.state], ['running', part.state]]).toContainEqual(states);
          }
        }
        const asked = events.flatMap((event) => (event.type === 'question' ? [event.requestId] : []));
        expect(new Set(asked).size).toBe(asked.length);
      }),
    );
  });

  it('leaves out what was there before the turn', () => {
    const part = { id: 'p', messageId: 'msg_1', kind: 'text', text: 'old', whole: true, size: 3 } as const;
    expect(run([{ at: 1, type: 'part', part }, idle(2, { parts: [part], last: FINAL })])).toEqual([
      { type: 'idle' },
    ]);
  });
});

describe('a flood', () => {
  const toolPart = (n: number): ObservedPart => ({
    ...{ id: `prt_${n}`, messageId: 'msg_2', kind: 'tool', callId: `call_${n}`, tool: 'bash' },
    ...{ state: 'running', title: 't', output: '', size: 1 },
  });

  it('of parts takes time in proportion and keeps a bounded number in mind', () => {
    let state = newTurn({ baseline: 'msg_1', seen: null }, 0);
    const start = performance.now();
    for (let n = 0; n < 50_000; n += 1) {
      state = reduceTurn(state, { at: 1, type: 'part', part: toolPart(n) }, LIMITS).state;
    }
    expect(performance.now() - start).toBeLessThan(10_000);
    expect(state.parts.size).toBeLessThanOrEqual(4_000);
  });

  it('of parts in one poll takes time in proportion', () => {
    const parts = Array.from({ length: 50_000 }, (_, n) => toolPart(n));
    const start = performance.now();
    expect(run([snapshot(1, { parts })])).toHaveLength(50_000);
    expect(performance.now() - start).toBeLessThan(10_000);
  });

  it('of questions is told as far as a person could answer them', () => {
    const asks = Array.from({ length: 5_000 }, (_, n): Observation => {
      const asked = { requestId: `que_${n}`, questions: [] };
      return { at: 1, type: 'question', asked };
    });
    expect(run(asks)).toHaveLength(200);
  });
});

describe('the end of a turn', () => {
  const failed = {
    at: 1,
    type: 'failed',
    error: { name: 'UnknownError', data: { message: 'Oh\nno' } },
  } as const;
  const open: LastMessage = { role: 'assistant', complete: false, final: false, error: null };
  const prompt: LastMessage = { role: 'user', complete: false, final: false, error: null };

  it('is not idleness before the turn has begun', () => {
    expect(run([idle(10), idle(1_900), snapshot(1_950)], { ...LIMITS, stuckMs: 5_000 })).toEqual([]);
    expect(run([idle(10), idle(2_100)])).toMatchObject([{ type: 'error', kind: 'agent' }]);
  });

  it('is an error that only an event told, once the session is idle', () => {
    expect(run([failed, snapshot(2)])).toEqual([]);
    expect(run([failed, idle(2, { last: prompt })])).toEqual([
      { type: 'error', kind: 'agent', message: 'opencode failed: Oh', retryAfterMs: null },
    ]);
    expect(run([failed, idle(2, { last: FINAL })])).toEqual([{ type: 'idle' }]);
  });

  it('is an unknown model, told by a poll', () => {
    const events = run([failed, idle(2, { last: prompt, unknownModel: 'sim/nope' })]);
    expect(events).toMatchObject([
      {
        type: 'error',
        kind: 'model_refused',
        message: expect.stringContaining('sim/nope'),
        retryAfterMs: null,
      },
    ]);
  });

  it('is silence in mid-turn that lasts', () => {
    expect(run([idle(10, { last: open }), idle(50, { last: open })])).toEqual([]);
    expect(run([idle(10, { last: open }), snapshot(50), idle(120, { last: open })])).toEqual([]);
    expect(run([idle(10, { last: open }), idle(120, { last: open })])).toMatchObject([{ type: 'error' }]);
    const complete = { ...open, complete: true };
    expect(run([idle(10, { last: complete }), idle(120, { last: complete })])).toEqual([{ type: 'idle' }]);
  });

  it('is stuckness, unless a question or a retry waits', () => {
    expect(run([snapshot(999)])).toEqual([]);
    expect(run([{ at: 500, type: 'activity' }, snapshot(1_400)])).toEqual([]);
    expect(run([snapshot(1_100)])).toMatchObject([{ type: 'stuck' }]);
    const questions = [{ requestId: 'que_1', questions: [] }];
    expect(run([snapshot(10, { questions }), snapshot(5_000, { questions })])).toMatchObject([
      { type: 'question' },
    ]);
    const retry = { type: 'retry', attempt: 1, message: 'm', next: 1_500 } as const;
    expect(run([snapshot(1_010, { status: retry }), snapshot(2_400, { status: retry })])).toEqual([]);
    expect(run([snapshot(1_010, { status: retry }), snapshot(2_600, { status: retry })])).toMatchObject([
      { type: 'stuck' },
    ]);
  });

  it('is a hopeless retry', () => {
    const status = { type: 'retry', attempt: 6, message: 'busy', next: 10 } as const;
    expect(run([{ at: 1, type: 'status', status }])).toMatchObject([{ type: 'error', kind: 'model' }]);
    expect(run([{ at: 1, type: 'status', status: { ...status, attempt: 1, next: 600 } }])).toHaveLength(1);
    expect(run([{ at: 1, type: 'status', status: { ...status, attempt: 5 } }])).toEqual([]);
  });

  it('is an opencode that stays out of reach', () => {
    const gone = (at: number): Observation => ({ at, type: 'unreachable', reason: 'cut', ended: false });
    expect(run([gone(10), gone(200), snapshot(250), gone(400), gone(600)])).toEqual([]);
    expect(run([gone(10), gone(200), gone(310)])).toEqual([
      {
        type: 'error',
        kind: 'container',
        message: 'opencode does not answer any more: cut',
        retryAfterMs: null,
      },
    ]);
  });

  it('is an opencode that is known to have ended', () => {
    const gone: Observation = { at: 10, type: 'unreachable', reason: 'cut', ended: true };
    const message = 'opencode has ended: cut';
    expect(run([gone])).toEqual([{ type: 'error', kind: 'container', message, retryAfterMs: null }]);
  });
});

describe('a turn that somebody else began', () => {
  const text: ObservedPart = {
    id: 'prt_1',
    messageId: 'msg_1',
    kind: 'text',
    text: 'Old.',
    whole: true,
    size: 5,
  };
  const tool: ObservedPart = {
    ...{ id: 'prt_2', messageId: 'msg_1', kind: 'tool', callId: 'c', tool: 'bash', title: 't' },
    ...{ state: 'running', output: '', size: 1 },
  };
  const watch = (...observations: Observation[]): AgentEvent[] => {
    let state = newTurn({ baseline: '', seen: partsSeen([text, tool]) }, 0);
    return observations.flatMap((observation) => {
      const reduced = reduceTurn(state, observation, LIMITS);
      state = reduced.state;
      return reduced.events;
    });
  };

  it('tells how a tool ended that ran before, and nothing else of what was there', () => {
    const ended: ObservedPart = { ...tool, state: 'completed', output: 'out', size: 9 };
    expect(watch(snapshot(1, { parts: [text, tool] }), snapshot(2, { parts: [text, ended] }))).toMatchObject([
      { type: 'tool', state: 'completed' },
    ]);
  });

  it('is over at once when it is, or when there never was one', () => {
    expect(watch(idle(1, { parts: [text], last: FINAL }))).toEqual([{ type: 'idle' }]);
    expect(watch(idle(1))).toEqual([{ type: 'idle' }]);
  });
});
