import { expect, it } from 'vitest';
import { type Decision, decideIssue, type IssueThread, type Task, unvouchedText } from '../../src/index.ts';
import { aTask } from '../a-task.ts';
import { anIssue, NOW, ours, RULES, said } from './a-thread.ts';

const id = aTask().id;

function decide(task: Task | null, changes: Partial<IssueThread> = {}): Decision[] {
  return decideIssue({ thread: anIssue(changes), task, followUp: null, rules: RULES });
}

function done(decisions: readonly Decision[]): string[] {
  return decisions.map((each) => each.do).filter((each) => each !== 'handled');
}

const question = {
  kind: 'question' as const,
  requestId: 'r',
  number: 1,
  askedAt: NOW,
  deadline: NOW,
  questions: [
    {
      question: '?',
      header: 'h',
      options: [
        { label: 'red', description: '' },
        { label: 'blue', description: '' },
      ],
      multiple: false,
      custom: false,
    },
  ],
};
const waiting = aTask({ status: 'waiting_human', question, questions: 1 });
const asked = ours(id, 'question_1');

it.each<[string, Task | null, Partial<IssueThread>, string[]]>([
  ['a trusted label', null, {}, ['accept']],
  ['a label of somebody else', null, { asked: 'untrusted' }, ['refuse']],
  ['no label', null, { asked: null }, []],
  ['a closed issue', null, { state: 'closed' }, []],
  ['nothing new', aTask(), {}, []],
  ['a lost label', aTask(), { asked: null }, ['cancel']],
  ['a lost label while it runs', aTask({ status: 'running' }), { asked: null }, ['cancel']],
  ['no label on what was dispatched by hand', aTask(), { asked: null, hasAsked: false }, []],
  ['a closed issue while it waits', waiting, { state: 'closed' }, ['cancel']],
  ['a closed issue after it was done', aTask({ status: 'completed' }), { state: 'closed' }, []],
  ['a label again after it was withdrawn', aTask({ status: 'cancelled' }), { asksAnew: true }, ['accept']],
  ['the label left after a stop', aTask({ status: 'cancelled' }), {}, []],
  ['a label again after it failed', aTask({ status: 'failed' }), { asksAnew: true }, ['retry']],
  [
    'a stranger’s label again',
    aTask({ status: 'failed' }),
    { asksAnew: true, asked: 'untrusted' },
    ['refuse'],
  ],
  ['a label removed and added while it runs', aTask({ status: 'running' }), { asksAnew: true }, []],
  ['a new priority', aTask(), { labels: ['priority/critical'] }, ['prioritize']],
  ['a priority removed', aTask({ priority: 'high' }), { labelsBefore: ['priority/high'] }, ['prioritize']],
  ['a priority chosen elsewhere', aTask({ priority: 'high' }), {}, []],
  ['a trusted edit', aTask(), { body: 'new' }, ['take_text']],
  ['a stranger’s edit', aTask(), { body: 'new', textTrusted: false }, ['ask_about_edit']],
  [
    'a stranger’s edit while it runs',
    aTask({ status: 'running' }),
    { body: 'new', textTrusted: false },
    ['tell_about_edit'],
  ],
  ['a stranger’s text that was accepted', aTask(), { textTrusted: false }, []],
])('decides on %s', (_name, task, changes, expected) => {
  expect(done(decide(task, changes))).toEqual(expected);
});

it('asks about a text once, and anew when it changes while asking', () => {
  const edited = {
    kind: 'edited' as const,
    number: 1,
    askedAt: NOW,
    deadline: NOW,
    title: 'Say hello',
    body: 'new',
  };
  const asking = aTask({ status: 'waiting_human', question: edited, questions: 1 });
  const byStranger = { textTrusted: false, comments: [asked] };
  expect(done(decide(asking, { ...byStranger, body: 'new' }))).toEqual([]);
  expect(done(decide(asking, { ...byStranger, body: 'newer' }))).toEqual(['ask_about_edit']);
  expect(done(decide(asking, { body: 'newer' }))).toEqual(['take_text', 'answer']);
  expect(done(decide(asking, byStranger))).toEqual(['answer']);
  const approve = { ...byStranger, body: 'new', comments: [asked, said('/commander approve')] };
  expect(done(decide(asking, approve))).toEqual(['react', 'react', 'answer', 'take_text']);
  const denied = { to: 1, by: 'ann', at: NOW, reply: { kind: 'deny' as const } };
  const goesOn = aTask({ question: edited, questions: 1, answer: denied });
  expect(done(decide(goesOn, { ...byStranger, body: 'new' }))).toEqual([]);
});

it('speaks of the same edit once', () => {
  const running = aTask({ status: 'running' });
  const [told] = decide(running, { body: 'new', textTrusted: false });
  const operation = told?.do === 'tell_about_edit' ? told.operation : '';
  expect(decide(running, { body: 'new', textTrusted: false, comments: [ours(id, operation)] })).toEqual([]);
});

it('takes the first answer that a trusted person gives after the question', () => {
  const comments = [
    said('1'),
    asked,
    said('1', { author: 'mallory', trusted: false }),
    said('👍'),
    said('what?'),
    said('2', { author: 'bob' }),
    said('1'),
    said('fine'),
  ];
  const decisions = decide(waiting, { comments });
  expect(decisions.filter((each) => each.do === 'answer')).toEqual([
    { do: 'answer', taskId: id, to: 1, by: 'bob', reply: { kind: 'answers', answers: [['blue']] } },
  ]);
  const replies = decisions.flatMap((each) =>
    each.do === 'reply' ? [[each.commentId, each.operation]] : [],
  );
  expect(replies).toEqual([
    [comments[3]?.id, 'help_0_1'],
    [comments[6]?.id, `reply_${comments[6]?.id}`],
  ]);
  expect(decisions.filter((each) => each.do === 'handled')).toHaveLength(7);
});

it('answers nothing with a reply that was dealt with, edited or not, and waits for a question that is not there yet', () => {
  expect(decide(waiting, { comments: [asked, said('1', { handled: true })] })).toEqual([]);
  expect(done(decide(waiting, { comments: [said('1')] }))).toEqual([]);
  // The record was read before the question was written down in it: what is said after the question is heard next time.
  expect(decide(aTask({ status: 'running' }), { comments: [asked, said('1')] })).toEqual([]);
});

it.each<[string, Task | null, string[]]>([
  ['/commander help', null, ['react', 'reply']],
  ['/commander status', aTask(), ['react', 'reply']],
  ['/commander stop', aTask({ status: 'running' }), ['react', 'cancel']],
  ['/commander stop', aTask({ status: 'failed' }), ['react', 'reply']],
  ['/commander retry', aTask({ status: 'failed' }), ['react', 'retry']],
  ['/commander retry', aTask({ status: 'cancelled' }), ['react', 'accept']],
  ['/commander retry', aTask({ status: 'running' }), ['react', 'reply']],
  ['/commander retry', aTask({ status: 'completed' }), ['react', 'reply']],
  ['/commander approve', aTask(), ['react', 'reply']],
  ['/commander continue 5', aTask({ status: 'running' }), ['react', 'grant']],
  ['/commander continue 5', waiting, ['react', 'grant']],
  ['/commander priority low', aTask(), ['react', 'label_priority', 'prioritize']],
  ['/commander model a/b', aTask(), ['react', 'choose_model']],
  ['/commander model a/b', aTask({ status: 'running' }), ['react', 'choose_model', 'reply']],
  ['/commander fix', aTask({ status: 'completed' }), ['react', 'reply']],
  ['/commander retyr', aTask(), ['react', 'reply']],
])('obeys %j', (body, task, expected) => {
  const changes = { asked: task === null ? null : ('trusted' as const), comments: [asked, said(body)] };
  const known = task === null ? null : { ...task, questions: 1 };
  expect(done(decide(known, changes))).toEqual(expected);
});

it('lets only allowed models be chosen', () => {
  const comments = [said('/commander model a/b')];
  const rules = { ...RULES, allowedModels: ['c/d'] };
  expect(done(decideIssue({ thread: anIssue({ comments }), task: aTask(), followUp: null, rules }))).toEqual([
    'react',
    'reply',
  ]);
});

it('never obeys people without the right, and tells each so once', () => {
  const stranger = { author: 'Mallory', trusted: false };
  const comments = ['/commander stop', '/commander retry', 'hello'].map((body) => said(body, stranger));
  const decisions = decide(aTask({ status: 'running' }), { comments });
  expect(done(decisions)).toEqual(['reply']);
  const [refusal] = decisions;
  const operation = refusal?.do === 'reply' ? refusal.operation : '';
  expect(operation).toMatch(/^[a-z0-9_]+$/);
  const again = [ours(id, operation), said('/commander stop', stranger)];
  expect(done(decide(aTask({ status: 'running' }), { comments: again }))).toEqual([]);
});

it('leaves old orders alone when an issue becomes a task', () => {
  const comments = [said('/commander stop'), said('/commander priority high'), said('hi')];
  const decisions = decide(null, { comments });
  expect(done(decisions)).toEqual(['accept']);
  expect(decisions.flatMap((each) => (each.do === 'handled' ? [each.id] : []))).toEqual([
    comments[0]?.id,
    comments[2]?.id,
  ]);
});

it('hears a flood of the longest comments in one look', () => {
  const comments = [
    asked,
    ...Array.from({ length: 200 }, (_, i) =>
      said(`${'ha '.repeat(21_840)}\n${i % 2 ? '/commander status' : '🎉'}`),
    ),
  ];
  // The time of this process: others may have the machine meanwhile.
  const started = process.cpuUsage();
  const decisions = decide(waiting, { comments });
  expect(process.cpuUsage(started).user).toBeLessThan(5_000_000);
  expect(decisions.filter((each) => each.do === 'handled')).toHaveLength(200);
  expect(decisions.filter((each) => each.do === 'reply')).toHaveLength(101);
});

it.each<[string, Partial<IssueThread>, string[]]>([
  ['closed', { state: 'closed' }, ['cancel']],
  ['unlabelled', { asked: null }, ['cancel']],
  ['as it was', {}, []],
  ['closed long before', { state: 'closed', wasOpen: false }, []],
  ['unlabelled long before', { asked: null, wasLabelled: false }, []],
])('ends the follow-up of an issue that is %s', (_name, changes, expected) => {
  const followUp = aTask({ id: '12-b1b2c3', status: 'running', round: 1 });
  const task = aTask({ status: 'completed' });
  const decisions = decideIssue({ thread: anIssue(changes), task, followUp, rules: RULES });
  expect(done(decisions)).toEqual(expected);
  for (const each of decisions) expect(each).toMatchObject({ taskId: followUp.id });
});

it('has nothing to go on with when nobody vouched for a text', () => {
  const edited = {
    kind: 'edited' as const,
    number: 1,
    askedAt: NOW,
    deadline: NOW,
    title: 'Say hello',
    body: 'Please say hello.',
  };
  const text = unvouchedText(12);
  const asking = aTask({ ...text, status: 'waiting_human', question: edited, questions: 1 });
  const says = (body: string) => done(decide(asking, { textTrusted: false, comments: [asked, said(body)] }));
  expect(says('/commander deny')).toEqual(['react', 'react', 'reply', 'cancel']);
  expect(says('/commander approve')).toEqual(['react', 'react', 'answer', 'take_text']);
  expect(done(decide(asking, { comments: [asked] }))).toEqual(['take_text', 'answer']);
  // An empty issue of that very title is no text that was accepted.
  expect(done(decide(asking, { ...text, comments: [asked] }))).toEqual(['take_text', 'answer']);
  const failed = aTask({ ...text, status: 'failed' });
  expect(done(decide(failed, { comments: [said('/commander retry')] }))).toEqual(['react', 'accept']);
  expect(done(decide(failed, { asksAnew: true }))).toEqual(['accept']);
});

it('leaves a queued task that has begun with the text its session knows', () => {
  const begun = aTask({ sessionId: 's', containerId: 'c' });
  for (const textTrusted of [true, false])
    expect(done(decide(begun, { body: 'new', textTrusted }))).toEqual(['tell_about_edit']);
});

it.each(['/commander stop', '/commander deny', 'no'])(
  'does what follows from a word that has stopped the task once more, and answers nothing else: %s',
  (body) => {
    const word = said(body);
    const by = `comment:${word.id}`;
    const cancelled = aTask({ status: 'cancelled', stoppedBy: by });
    const decisions = decide(cancelled, { comments: [word] }).filter((each) => each.do !== 'react');
    expect(decisions).toEqual([
      { do: 'cancel', taskId: id, reason: 'stopped by ann', by },
      { do: 'handled', what: 'comment', id: word.id },
    ]);
    // Begun anew since by another way, it is another word's to stop.
    const [first] = decide(aTask({ stoppedBy: by }), { comments: [said('/commander stop')] }).slice(1);
    expect(first).toMatchObject({ do: 'cancel', by: expect.not.stringContaining(by) });
  },
);

it('keeps an answer for the run that asked and has not said yet that the task waits, but hears stop', () => {
  const asking = aTask({ status: 'running', question, questions: 1 });
  expect(decide(asking, { comments: [asked, said('red')] })).toEqual([]);
  expect(done(decide(asking, { comments: [asked, said('red'), said('/commander stop')] }))).toContain(
    'cancel',
  );
  expect(done(decide(waiting, { comments: [asked, said('red')] }))).toContain('answer');
  // The run goes on without it: it was talk.
  const goesOn = aTask({ status: 'running', questions: 1 });
  expect(decide(goesOn, { comments: [asked, said('red')] })).toMatchObject([{ do: 'handled' }]);
});
