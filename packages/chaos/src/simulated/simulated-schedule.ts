import { Random } from '../random.ts';

/** Something that goes wrong when the world has come to a step, or that people do then. */
export type Happening = { step: number } & (
  | { kind: 'crash_before' | 'crash_after' | 'lose_reply' | 'wipe' | 'lock_lost' | 'kill_container' | 'hint' }
  | { kind: 'freeze' | 'github_down' | 'redis_down'; ms: number }
  /** The store goes back to what it was at an earlier step. */
  | { kind: 'cut'; from: number }
  | { kind: 'skew'; ms: number; whose: number }
  | { kind: 'person'; act: PersonsAct; issue: number }
);

const ACTS = [
  'label',
  'unlabel',
  'close',
  'reopen',
  'answer',
  'stop',
  'retry',
  'urgent',
  'chat',
  'stranger',
  'merge',
  'close_pull',
  'reopen_pull',
  'review',
] as const;
export type PersonsAct = (typeof ACTS)[number];

/** What an issue's agent does: how often it asks, and how it ends. */
export type Plan = { asks: number; ends: 'work' | 'failure' | 'crash'; looks: number };

/** Everything that is random about one play: the same schedule plays the same way. */
export type SimulatedSchedule = {
  /** Of the latencies. */
  seed: number;
  plans: readonly Plan[];
  /** How long people may take to answer, in ms: days, in which somebody does, or a minute at most, in which nobody needs to. */
  humanMs: number;
  hosts: 1 | 2;
  pollers: 1 | 2;
  happenings: readonly Happening[];
};

const LAST_STEP = 80;
const DAYS_MS = 72 * 3_600_000;

/** How many faults come: mostly one to three, since breadth comes from the number of schedules. */
const FAULT_COUNTS = [0, 1, 1, 2, 2, 2, 3, 3, 4];

/** Draws a short schedule: few issues, few faults, so that many can be played. */
export function drawSchedule(seed: number): SimulatedSchedule {
  const random = new Random(seed);
  const plans = Array.from({ length: random.chance(0.15) ? 2 : 1 }, () => drawPlan(random));
  const labels = plans.map((_, issue) => ({
    step: issue,
    kind: 'person' as const,
    act: 'label' as const,
    issue,
  }));
  const acts = Array.from({ length: random.below(3) }, () => drawAct(random, plans.length));
  const faults = Array.from({ length: random.pick(FAULT_COUNTS) }, () => drawFault(random));
  const happenings = [...labels, ...acts, ...faults].sort((a, b) => a.step - b.step);
  const hosts = random.chance(0.5) ? 1 : 2;
  const pollers = random.chance(0.7) ? 1 : 2;
  const latencies = random.below(2 ** 31);
  const people = random.chance(0.8) ? { plans, humanMs: DAYS_MS } : drawAbsence(random, plans);
  return { seed: latencies, ...people, hosts, pollers, happenings };
}

/** Every agent asks, and nobody answers in time. */
function drawAbsence(random: Random, plans: readonly Plan[]): Pick<SimulatedSchedule, 'plans' | 'humanMs'> {
  const asking = plans.map((plan) => ({ ...plan, asks: Math.max(1, plan.asks) }));
  return { plans: asking, humanMs: 1_000 + random.below(60_000) };
}

function drawPlan(random: Random): Plan {
  const chance = random.next();
  const ends = chance < 0.8 ? 'work' : chance < 0.95 ? 'failure' : 'crash';
  return { asks: random.chance(0.3) ? 1 + random.below(2) : 0, ends, looks: 1 + random.below(2) };
}

function drawAct(random: Random, issues: number): Happening {
  return {
    step: random.below(LAST_STEP),
    kind: 'person',
    act: random.pick(ACTS),
    issue: random.below(issues),
  };
}

const FAULTS = [
  'crash_before',
  'crash_before',
  'crash_after',
  'crash_after',
  'lose_reply',
  'lose_reply',
  'freeze',
  'freeze',
  'github_down',
  'redis_down',
  'lock_lost',
  'kill_container',
  'hint',
  'skew',
  'wipe',
  'cut',
] as const;

function drawFault(random: Random): Happening {
  const step = random.below(LAST_STEP);
  const kind = random.pick(FAULTS);
  switch (kind) {
    case 'freeze':
      return { step, kind, ms: 5_000 + random.below(150_000) };
    case 'github_down':
    case 'redis_down':
      return { step, kind, ms: 1_000 + random.below(60_000) };
    case 'skew':
      return { step, kind, ms: random.below(7_200_000) - 3_600_000, whose: random.below(5) };
    case 'cut':
      return { step, kind, from: Math.max(1, step - 1 - random.below(60)) };
    default:
      return { step, kind };
  }
}
