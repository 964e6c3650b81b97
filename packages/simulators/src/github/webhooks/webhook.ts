import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { type Changes, createChanges } from '../changes.ts';
import { fullName } from '../state/entities.ts';
import type { Happening } from '../state/happenings.ts';
import type { World } from '../state/world.ts';
import { type Delivery, post, type Target } from './delivery.ts';
import { payloadOf } from './payload.ts';

export type WebhookOptions = Target & {
  /** Only these events, such as `issues`; all when absent. */
  events?: readonly string[];
};

/** What goes wrong with deliveries on purpose. */
export type WebhookFault = {
  /** Of this event only. */
  event?: string;
  /** It is never sent. */
  drop?: boolean;
  /** It is sent twice. */
  duplicate?: boolean;
  /** It is sent after the one that follows. */
  reorder?: boolean;
  /** It is sent so many milliseconds later, and others do not wait for it. */
  delayMs?: number;
  /** How often; 1 when absent, Infinity until the hook is removed. */
  times?: number;
};

export type Webhook = {
  /** All so far, in the order in which things happened. */
  readonly deliveries: readonly Delivery[];
  fault(fault: WebhookFault): void;
  /** Sends it once more, as a person can on GitHub. */
  redeliver(delivery: Delivery): Promise<void>;
  /** Awaits what `check` looks for: called now and whenever a delivery was made or has ended. */
  until<T>(check: (deliveries: readonly Delivery[]) => T): Promise<NonNullable<Exclude<T, false>>>;
  /** Awaits the end of every delivery there is; one that waits for its successor counts when that comes. */
  settled(): Promise<void>;
  /** Nothing more is sent. */
  remove(): void;
};

export type OpenWebhook = Webhook & { tell(happening: Happening): void };

/** Sends what happens to a URL, one thing after the other. */
export function openWebhook(world: World, options: WebhookOptions, signal: AbortSignal): OpenWebhook {
  const state: State = {
    options,
    signal,
    deliveries: [],
    faults: [],
    held: [],
    last: Promise.resolve(),
    under: new Set(),
    changes: createChanges(),
    open: true,
  };
  return {
    deliveries: state.deliveries,
    tell(happening) {
      const { event } = happening;
      if (!state.open || signal.aborted || options.events?.includes(event) === false) return;
      dispatch(state, newDelivery(world, happening));
    },
    fault: (fault) => void state.faults.push({ fault, left: fault.times ?? 1 }),
    redeliver: (delivery) => track(state, send(state, delivery)),
    until: (check) => state.changes.until(() => check(state.deliveries), signal),
    async settled() {
      while (state.under.size > 0) await Promise.all(state.under);
    },
    remove() {
      state.open = false;
    },
  };
}

type State = {
  options: WebhookOptions;
  signal: AbortSignal;
  deliveries: Delivery[];
  faults: { fault: WebhookFault; left: number }[];
  /** Those that wait for the next one to go first. */
  held: Delivery[];
  last: Promise<void>;
  under: Set<Promise<void>>;
  changes: Changes;
  open: boolean;
};

function newDelivery(world: World, happening: Happening): Delivery {
  return {
    guid: randomUUID(),
    event: happening.event,
    action: happening.action,
    repo: fullName(happening.repository),
    body: JSON.stringify(payloadOf(world, happening)),
    statuses: [],
    outcome: 'pending',
  };
}

function dispatch(state: State, delivery: Delivery): void {
  state.deliveries.push(delivery);
  const fault = takeFault(state, delivery.event);
  if (fault.drop) {
    delivery.outcome = 'dropped';
    announce(state, delivery);
  } else if (fault.reorder) {
    state.held.push(delivery);
  } else if (fault.delayMs === undefined) {
    const batch = [delivery, ...(fault.duplicate ? [delivery] : []), ...state.held.splice(0)];
    for (const one of batch)
      state.last = track(
        state,
        state.last.then(() => send(state, one)),
      );
  } else {
    void track(state, sendLater(state, delivery, fault.delayMs));
  }
}

function takeFault({ faults }: State, event: string): WebhookFault {
  const found = faults.find(({ fault, left }) => left > 0 && (fault.event ?? event) === event);
  if (!found) return {};
  found.left -= 1;
  return found.fault;
}

async function sendLater(state: State, delivery: Delivery, ms: number): Promise<void> {
  const ended = await delay(ms, false, { signal: state.signal }).catch(() => true);
  if (!ended) await send(state, delivery);
}

async function send(state: State, delivery: Delivery): Promise<void> {
  const status = await post(state.options, delivery, state.signal);
  delivery.statuses.push(status);
  delivery.outcome = status !== null && status < 300 ? 'delivered' : 'failed';
  announce(state, delivery);
}

function track(state: State, work: Promise<void>): Promise<void> {
  const done = work.finally(() => state.under.delete(done));
  state.under.add(done);
  return done;
}

function announce({ changes }: State, { repo }: Delivery): void {
  changes.emit({ kind: 'repository', repo, number: null });
}
