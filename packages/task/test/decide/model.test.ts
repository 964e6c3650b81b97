import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type Decision, decideIssue, decidePull, questionOperation } from '../../src/index.ts';
import { RULES } from './a-thread.ts';
import { A_FAILED_CHECK, A_FLAKY_CHECK, type Person, type Place, World } from './world.ts';

const place = fc.constantFrom<Place>('issue', 'pull');
const person = fc.constantFrom<Person>('ann', 'ann', 'bob', 'mallory', 'robot');
const words = fc.constantFrom(
  '1',
  'blue',
  '👍',
  'What a nice day',
  '/commander stop',
  '/commander retry',
  '/commander continue',
  '/commander continue 5',
  '/commander approve',
  '/commander deny',
  '/commander fix',
  '/commander status',
  '/commander priority high',
  '/commander model a/b',
  '/commander also write a test',
  '/commander stpo',
);

type Act = (world: World) => void;
const always = (name: string, act: Act) => fc.constant({ name, act });

const people = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.tuple(place, person, words).map(([where, by, body]) => ({
      name: `${by} on ${where}: ${body}`,
      act: (w: World) => w.say(where, by, body),
    })),
  },
  { weight: 2, arbitrary: person.map((by) => ({ name: `${by} labels`, act: (w: World) => w.label(by) })) },
  { weight: 1, arbitrary: always('unlabel', (w) => w.unlabel()) },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom(['agent'], ['agent', 'priority/high'])
      .map((names) => ({ name: `labels ${names}`, act: (w: World) => w.labels(names) })),
  },
  {
    weight: 2,
    arbitrary: fc
      .tuple(person, fc.constantFrom('Please say hello.', 'one', 'two'))
      .map(([by, body]) => ({ name: `${by} edits: ${body}`, act: (w: World) => w.edit(by, body) })),
  },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom<'open' | 'closed'>('open', 'closed')
      .map((state) => ({ name: `issue ${state}`, act: (w: World) => w.setState(state) })),
  },
  {
    weight: 3,
    arbitrary: fc
      .tuple(
        person,
        fc.constantFrom<'approved' | 'changes_requested' | 'commented'>(
          'approved',
          'changes_requested',
          'commented',
        ),
      )
      .map(([by, state]) => ({ name: `${by} reviews ${state}`, act: (w: World) => w.review(by, state) })),
  },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom<'merged' | 'closed'>('merged', 'closed')
      .map((state) => ({ name: `pull ${state}`, act: (w: World) => w.changePull({ state }) })),
  },
  { weight: 1, arbitrary: always('pull opened again', (w) => w.reopen()) },
  { weight: 1, arbitrary: always('pull closed, seen and opened again', closeAndReopen) },
  {
    weight: 2,
    arbitrary: fc.constantFrom(A_FAILED_CHECK, A_FLAKY_CHECK).map((check) => ({
      name: `check ${check.id}`,
      act: (w: World) => w.changePull({ checks: 'failure', failedChecks: [check] }),
    })),
  },
  { weight: 1, arbitrary: always('conflict', (w) => w.changePull({ mergeable: false })) },
);

function closeAndReopen(world: World): void {
  world.changePull({ state: 'closed' });
  tick(world, { where: 'pull', missing: 0, twice: false, late: false });
  world.reopen();
}

const agents = fc.oneof(
  { weight: 4, arbitrary: always('claim', (w) => w.claim()) },
  {
    weight: 2,
    arbitrary: fc
      .constantFrom<'question' | 'permission' | 'budget'>('question', 'permission', 'budget')
      .map((kind) => ({ name: `ask ${kind}`, act: (w: World) => w.ask(kind) })),
  },
  { weight: 3, arbitrary: always('finish', (w) => w.finish()) },
  { weight: 1, arbitrary: always('fail', (w) => w.fail()) },
  { weight: 1, arbitrary: always('crash', (w) => w.giveBack()) },
  { weight: 2, arbitrary: always('outbox', (w) => w.flush()) },
  // What takes several steps in a row seldom comes by chance.
  {
    weight: 1,
    arbitrary: words.map((body) => ({ name: `asks, and hears: ${body}`, act: askAndHear(body) })),
  },
  {
    weight: 1,
    arbitrary: words.map((body) => ({ name: `ends, and hears: ${body}`, act: endAndHear(body) })),
  },
);

function askAndHear(body: string): Act {
  return (world) => {
    world.claim();
    world.ask('question');
    world.flush();
    world.say('issue', 'ann', body);
  };
}

function endAndHear(body: string): Act {
  return (world) => {
    world.claim();
    world.finish();
    world.flush();
    world.say('pull', 'ann', body);
  };
}

/** Two pollers look at the same; what one of them decided may be carried out after the other, and not all need be seen. */
const ticks = fc.tuple(place, fc.nat(1), fc.boolean(), fc.boolean()).map(([where, missing, twice, late]) => ({
  name: `tick ${where} -${missing}${twice ? ' twice' : ''}${late ? ' late' : ''}`,
  act: (world: World) => tick(world, { where, missing, twice, late }),
}));

type Tick = { where: Place; missing: number; twice: boolean; late: boolean };

function tick(world: World, { where, missing, twice, late }: Tick): Decision[] {
  const decisions = world.look(where, missing);
  if (decisions === null) return [];
  checkDecisions(world, where, missing, decisions);
  const again = twice ? world.look(where, missing) : null;
  world.apply(where, decisions);
  if (late) world.claim();
  if (again) world.apply(where, again);
  return decisions;
}

/** Nothing is said twice, and without the words of people who may not steer, everything would be just the same. */
function checkDecisions(world: World, where: Place, missing: number, decisions: Decision[]): void {
  for (const each of decisions)
    decided.add(each.do === 'follow_up' ? `${each.do} ${each.followUp.kind}` : each.do);
  checkAnswers(world, where, decisions);
  const said = decisions.flatMap((each) => (each.do === 'reply' ? [each.operation] : []));
  expect(new Set(said).size).toBe(said.length);
  expect(steering(decisions)).toEqual(steering(decideWithoutStrangers(world, where, missing)));
}

/** An answer follows its question on the thread. */
function checkAnswers(world: World, where: Place, decisions: readonly Decision[]): void {
  const comments = (where === 'issue' ? world.issue : world.pull)?.comments ?? [];
  for (const each of decisions) {
    if (each.do !== 'answer' || each.by === 'an edit of the issue') continue;
    const asked = comments.findIndex(
      ({ ours }) => ours?.task === each.taskId && ours.operation === questionOperation(each.to),
    );
    const after = asked < 0 ? [] : comments.slice(asked + 1);
    expect(after.some(({ author }) => author === each.by)).toBe(true);
  }
}

function decideWithoutStrangers(world: World, where: Place, missing: number): Decision[] {
  const isHeard = (item: { trusted: boolean; ours?: unknown }) =>
    item.trusted || (item.ours ?? null) !== null;
  const task = world.tasks[0] ?? null;
  if (where === 'issue') {
    const thread = world.issueThread(missing);
    return decideIssue({
      thread: { ...thread, comments: thread.comments.filter(isHeard) },
      task,
      followUp: world.openFollowUp,
      rules: RULES,
    });
  }
  const [thread, latest] = [world.pullThread(missing), world.latest];
  if (!thread || !task || !latest) return [];
  const { comments, reviews, remarks } = thread;
  const heard = {
    ...thread,
    comments: comments.filter(isHeard),
    reviews: reviews.filter(isHeard),
    remarks: remarks.filter(isHeard),
  };
  return decidePull({ thread: heard, root: task, latest, rules: { ...RULES, maxRounds: 2 } });
}

function steering(decisions: readonly Decision[]): Decision[] {
  return decisions.filter(
    (each) => each.do !== 'handled' && !(each.do === 'reply' && each.operation.startsWith('refused_')),
  );
}

/** What may be decided for ever without changing anything. */
const LASTING: readonly Decision['do'][] = ['react', 'refuse'];

function settle(world: World): void {
  let left: Decision[] = [];
  for (let round = 0; round < 6; round += 1) {
    world.flush();
    left = (['issue', 'pull'] as const).flatMap((where) =>
      tick(world, { where, missing: 0, twice: false, late: false }),
    );
  }
  expect(left.filter((each) => !LASTING.includes(each.do))).toEqual([]);
}

/** What all runs together decided. */
const decided = new Set<string>();
const EVERYTHING = [
  'accept',
  'answer',
  'ask_about_edit',
  'cancel',
  'choose_model',
  'follow_up checks',
  'follow_up command',
  'follow_up conflict',
  'follow_up review',
  'grant',
  'handled',
  'label_priority',
  'prioritize',
  'pull_ended',
  'pull_reopened',
  'react',
  'refuse',
  'reply',
  'rerun',
  'retry',
  'take_text',
  'tell_about_edit',
];

it('keeps every promise whatever people, pollers and agents do, in whatever order', () => {
  const happenings = fc.array(
    fc.oneof(
      { weight: 4, arbitrary: people },
      { weight: 4, arbitrary: agents },
      { weight: 5, arbitrary: ticks },
    ),
    { minLength: 10, maxLength: 60 },
  );
  const reached = new Set<string>();
  fc.assert(
    fc.property(happenings, fc.boolean(), (events, isAsked) => {
      const world = new World();
      if (isAsked) world.label('ann');
      for (const { act } of events) {
        act(world);
        for (const task of world.tasks)
          reached.add(`${task.round > 0 ? 'follow-up' : 'issue'} ${task.status}`);
      }
      settle(world);
      expect(new Set(world.answers).size).toBe(world.answers.length);
      expect(new Set(world.published).size).toBe(world.published.length);
    }),
    { numRuns: 2_500 },
  );
  // The model is worth something only if it gets everywhere.
  expect(reached.size).toBe(12);
  expect([...decided].sort()).toEqual(EVERYTHING);
}, 20_000);
