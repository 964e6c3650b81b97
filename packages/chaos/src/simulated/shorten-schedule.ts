import { play } from './play.ts';
import type { Protections } from './protections.ts';
import type { SimulatedSchedule } from './simulated-schedule.ts';

/** Leaves out, one after the other, whatever the same promise is broken without. */
export function shortenSchedule(schedule: SimulatedSchedule, rules: Protections): SimulatedSchedule {
  const rule = play({ schedule, rules })?.rule;
  const isBroken = (candidate: SimulatedSchedule) => play({ schedule: candidate, rules })?.rule === rule;
  let shortest = schedule;
  for (let again = true; again; ) {
    const shorter = smaller(shortest).find(isBroken);
    again = shorter !== undefined;
    shortest = shorter ?? shortest;
  }
  return shortest;
}

function smaller(schedule: SimulatedSchedule): SimulatedSchedule[] {
  const { happenings, plans } = schedule;
  const without = happenings.map((_, left) => ({
    ...schedule,
    happenings: happenings.filter((_each, index) => index !== left),
  }));
  const simpler = plans.flatMap((plan, index) => [
    ...(plan.asks > 0 ? [withPlan(schedule, index, { ...plan, asks: plan.asks - 1 })] : []),
    ...(plan.looks > 1 ? [withPlan(schedule, index, { ...plan, looks: 1 })] : []),
  ]);
  const onePoller: SimulatedSchedule[] = schedule.pollers === 2 ? [{ ...schedule, pollers: 1 }] : [];
  const alone = plans.length > 1 ? [onlyFirst(schedule)] : [];
  return [...alone, ...onePoller, ...without, ...simpler];
}

function withPlan(
  schedule: SimulatedSchedule,
  index: number,
  plan: SimulatedSchedule['plans'][number],
): SimulatedSchedule {
  return { ...schedule, plans: schedule.plans.map((each, at) => (at === index ? plan : each)) };
}

function onlyFirst(schedule: SimulatedSchedule): SimulatedSchedule {
  const happenings = schedule.happenings.filter((each) => each.kind !== 'person' || each.issue === 0);
  return { ...schedule, plans: schedule.plans.slice(0, 1), happenings };
}
