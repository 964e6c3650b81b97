import { FAILPOINTS } from '@opencode-commander/service';
import { Random } from '../random.ts';
import {
  type Fault,
  type FaultKind,
  MANY_FAULTS,
  type Planned,
  ROUTES,
  type Schedule,
  VICTIMS,
} from './fault.ts';

/** A fault comes after so many hits of failpoints, at least and at most, counted from the one before. */
const APART = { least: 8, most: 60 };
/** How often each kind is drawn, beside those that come once. */
const WEIGHTS: Readonly<Record<FaultKind, number>> = {
  failpoint: 32,
  kill: 6,
  term: 3,
  freeze: 3,
  clock: 2,
  redis_kill: 2,
  redis_restart: 1,
  redis_partition: 2,
  redis_half_open: 2,
  redis_slow: 1,
  redis_cut: 2,
  redis_full: 1,
  redis_flush: 1,
  redis_aof_cut: 1,
  container_kill: 2,
  container_memory: 1,
  opencode_kill: 2,
  opencode_freeze: 1,
  sse_cut: 2,
  sse_silent: 2,
  model_stall: 1,
  model_error: 2,
  github_error: 5,
  github_lost_reply: 5,
  github_lost_request: 2,
  github_limit: 2,
  github_unauthorized: 1,
  webhook_drop: 2,
  webhook_duplicate: 2,
  disk_full: 1,
  image_missing: 1,
  rename: 1,
  archive: 1,
  branch_there: 1,
  pull_there: 1,
  base_forced: 1,
  close: 1,
  reply: 3,
};

/** Each as often as it weighs. */
const KINDS = Object.entries(WEIGHTS).flatMap(([kind, weight]) =>
  isKind(kind) ? Array<FaultKind>(weight).fill(kind) : [],
);

/** A client waits for an event for 35 seconds before it asks for another stream. */
const SILENCES_MS = [8_000, 20_000, 40_000] as const;
/** A dispatcher looks at its image every 5 seconds. */
const ABSENCES_MS = [3_000, 10_000, 20_000] as const;

/** The faults of a run, from the seed alone. */
export function makeSchedule({ seed, faults: count }: { seed: number; faults: number }): Schedule {
  const random = new Random(seed);
  const faults: Planned[] = [];
  let hits = 0;
  for (const kind of drawKinds(random, count)) {
    hits += random.between(APART.least, APART.most);
    const fault = drawFault(kind, random);
    const at =
      kind === 'failpoint'
        ? { point: random.pick(FAILPOINTS), nth: random.between(1, 1 + Math.ceil(count / 20)) }
        : { hits };
    faults.push({ at, fault });
  }
  return { seed, faults };
}

function drawKinds(random: Random, count: number): FaultKind[] {
  const each = count < MANY_FAULTS ? [] : [...new Set(KINDS)];
  const kinds = [...each];
  while (kinds.length < count) kinds.push(random.pick(KINDS));
  // Those that are sure to come do so at any time.
  for (const i of each.keys()) {
    const j = random.below(count);
    [kinds[i], kinds[j]] = [kinds[j] ?? 'failpoint', kinds[i] ?? 'failpoint'];
  }
  return kinds;
}

function isKind(text: string): text is FaultKind {
  return Object.hasOwn(WEIGHTS, text);
}

function drawFault(kind: FaultKind, random: Random): Fault {
  const victim = random.pick(VICTIMS);
  const route = random.pick(ROUTES);
  const nth = random.below(16);
  const times = random.between(1, 3);
  const ms = random.between(500, 8_000);
  switch (kind) {
    case 'failpoint':
      return { kind, verdict: random.pick(['crash', 'crash', 'throw', 'delay', 'freeze']), ms };
    case 'kill':
    case 'term':
      return { kind, victim };
    case 'freeze':
      return { kind, victim, ms: random.pick([2_000, 15_000, 40_000]) };
    case 'clock':
      return { kind, victim, hours: random.pick([-1, 1]) };
    case 'redis_aof_cut':
      return { kind, bytes: random.between(10, 20_000) };
    case 'redis_restart':
    case 'redis_cut':
    case 'redis_flush':
      return { kind };
    case 'redis_kill':
    case 'redis_partition':
    case 'redis_half_open':
    case 'redis_slow':
    case 'redis_full':
    case 'disk_full':
      return { kind, ms };
    case 'sse_silent':
      return { kind, nth, ms: random.pick(SILENCES_MS) };
    case 'image_missing':
      return { kind, ms: random.pick(ABSENCES_MS) };
    case 'opencode_freeze':
    case 'archive':
      return { kind, nth, ms };
    case 'model_stall':
    case 'model_error':
    case 'webhook_drop':
    case 'webhook_duplicate':
      return { kind, times };
    case 'github_error':
    case 'github_unauthorized':
      return { kind, route, times };
    case 'github_lost_reply':
    case 'github_lost_request':
      return { kind, route };
    case 'github_limit':
      return { kind, route, seconds: random.between(1, 3) };
    default:
      return { kind, nth };
  }
}
