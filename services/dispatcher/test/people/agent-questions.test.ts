import { describe, expect, it } from 'vitest';
import { LetGo } from '../../src/let-go.ts';
import { AgentQuestions } from '../../src/people/agent-questions.ts';
import { withOwnQuestions } from '../../src/people/own-questions.ts';
import { openRun } from '../open-run.ts';

const asked = (question: string) => ({ question, options: ['Red'], multiple: false });

describe('AgentQuestions', () => {
  it('has each question in the record before the agent hears that it was asked', async () => {
    await using opened = await openRun();
    const { run, store, id } = opened;
    run.questions.begin();

    expect(await run.questions.ask(asked('Which?'))).toMatchObject({ status: 'done' });
    expect(await store.get(id)).toMatchObject({
      questions: 1,
      answer: null,
      question: {
        kind: 'question',
        number: 1,
        requestId: null,
        questions: [{ question: 'Which?', custom: true }],
      },
    });
    expect(await run.questions.ask(asked('Why?'))).toMatchObject({ status: 'done' });
    expect(await store.get(id)).toMatchObject({ questions: 1, question: { number: 1, questions: [{}, {}] } });
  });

  it('waits until the answer to what was asked before is told', async () => {
    await using opened = await openRun();
    const { run, store, id } = opened;
    const asking = run.questions.ask(asked('Which?'));
    await run.patch({ question: null, answer: null });
    expect(await store.get(id)).toMatchObject({ question: null });

    run.questions.begin();

    await asking;
    expect(await store.get(id)).toMatchObject({ question: { questions: [{ question: 'Which?' }] } });
  });

  it('takes ten of a thousand questions, asked at once', async () => {
    await using opened = await openRun();
    const { run, store, id } = opened;
    run.questions.begin();
    const thousand = Array.from({ length: 1_000 }, (_, i) => run.questions.ask(asked(`Question ${i}?`)));
    const answers = await Promise.all(thousand);

    expect(answers.filter(({ status }) => status === 'done')).toHaveLength(10);
    const task = await store.get(id);
    expect(task?.question?.kind === 'question' && task.question.questions).toHaveLength(10);
    // The same again is no other question.
    expect(await run.questions.ask(asked('Question 3?'))).toMatchObject({ status: 'done' });
  });

  it('takes none when the turn is over, and gives what was asked until then', async () => {
    let written: () => void = () => undefined;
    const writing = new Promise<void>((resolve) => {
      written = resolve;
    });
    await using opened = await openRun((store) => ({
      ...store,
      change: (change) => {
        written();
        return store.change(change);
      },
    }));
    const { run } = opened;
    run.questions.begin();
    const inFlight = run.questions.ask(asked('Which?'));
    await writing;

    expect(await run.questions.end()).toMatchObject({ questions: [{ question: 'Which?' }] });
    expect(await inFlight).toMatchObject({ status: 'done' });
    expect(await run.questions.ask(asked('Why?'))).toMatchObject({ status: 'refused' });
    expect(await run.questions.end()).toMatchObject({ questions: [{}] });
  });

  it('lets nobody wait for a run that ended before its agent was told anything', async () => {
    await using opened = await openRun();
    const asking = opened.run.questions.ask(asked('Which?'));
    expect(await opened.run.questions.end()).toBeNull();
    expect(await asking).toMatchObject({ status: 'refused' });
  });

  it('writes nothing into the record of a task that was taken or cancelled', async () => {
    await using opened = await openRun();
    const { run, store, id } = opened;
    run.questions.begin();
    const at = '2026-01-01T00:00:00.000Z';
    await store.change({ id, epoch: run.task.epoch, at, status: 'cancelled', message: 'not wanted' });

    expect(await run.questions.ask(asked('Which?'))).toMatchObject({ status: 'refused' });
    expect(await store.get(id)).toMatchObject({ question: null, questions: 0 });
  });

  it('has the turn end a while after the first question', async () => {
    await using opened = await openRun();
    let now = 0;
    const questions = new AgentQuestions(opened.run, () => now);
    questions.begin();
    now = 50_000;
    expect(() => questions.requireEnd()).not.toThrow();
    await questions.ask(asked('Which?'));
    now += 19_000;
    await questions.ask(asked('Why?'));
    expect(() => questions.requireEnd()).not.toThrow();
    now += 1_000;
    expect(() => questions.requireEnd()).toThrow(LetGo);
  });
});

describe('how a turn ends in which people were asked', () => {
  const one = (question: string) => ({ question, header: '', options: [], multiple: false, custom: true });
  const own = { kind: 'question' as const, requestId: null, questions: [one('Which?')] };
  const letGo = (ask: ConstructorParameters<typeof LetGo>[0]) => new LetGo(ask);
  const asks = (end: unknown) =>
    end instanceof LetGo && end.letting.why === 'asked' && 'questions' in end.letting.ask
      ? end.letting.ask.questions.map(({ question }) => question)
      : null;

  it('asks everything at once, each thing once', () => {
    const native = letGo({ why: 'asked', ask: { ...own, requestId: 'q1', questions: [one('Why?')] } });
    const permission = { kind: 'permission' as const, requestId: 'p1', permission: 'bash', patterns: [] };
    const budget = { kind: 'budget' as const, scope: 'task' as const, spentUsd: 2, limitUsd: 1 };
    expect(asks(withOwnQuestions(native, own))).toEqual(['Which?', 'Why?']);
    expect(asks(withOwnQuestions(letGo({ why: 'asked', ask: own }), own))).toEqual(['Which?']);
    expect(asks(withOwnQuestions(letGo({ why: 'asked', ask: permission }), own))).toEqual(['Which?']);
    expect(asks(withOwnQuestions(letGo({ why: 'asked', ask: budget }), own))).toEqual(['Which?']);
    const many = { ...own, requestId: 'q1', questions: Array(30).fill(one('Why?')) };
    expect(asks(withOwnQuestions(letGo({ why: 'asked', ask: many }), own))).toHaveLength(10);
  });

  it('is no other where nothing was asked, or where the run has to end', () => {
    for (const end of [new Error('x'), letGo({ why: 'preempted' }), letGo({ why: 'taken' })])
      expect(withOwnQuestions(end, own)).toBe(end);
    const budget = letGo({ why: 'asked', ask: { kind: 'budget', scope: 'task', spentUsd: 2, limitUsd: 1 } });
    expect(withOwnQuestions(budget, null)).toBe(budget);
  });
});
