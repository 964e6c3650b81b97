import { play } from './play.ts';
import type { Protections } from './protections.ts';
import type { Schedule } from './schedule.ts';

/** Leaves out, one after the other, whatever the same promise is broken without. */
export function shrink(schedule: Schedule, rules: Protections): Schedule {
  const rule = play({ schedule, rules })?.rule;
  const isBroken = (candidate: Schedule) => play({ schedule: candidate, rules })?.rule === rule;
  let shortest = schedule;
  for (let again = true; again; ) {
    const shorter = smaller(shortest).find(isBroken);
    again = shorter !== undefined;
    shortest = shorter ?? shortest;
  }
  return shortest;
}

function smaller(schedule: Schedule): Schedule[] {
  const { happenings, plans } = schedule;
  const without = happenings.map((_, left) => ({
    ...schedule,
    happenings: happenings.filter((_each, index) => index !== left),
  }));
  const simpler = plans.flatMap((plan, index) => [
    ...(plan.asks > 0 ? [withPlan(schedule, index, { ...plan, asks: plan.asks - 1 })] : []),
    ...(plan.looks > 1 ? [withPlan(schedule, index, { ...plan, looks: 1 })] : []),
  ]);
  const onePoller: Schedule[] = schedule.pollers === 2 ? [{ ...schedule, pollers: 1 }] : [];
  const alone = plans.length > 1 ? [onlyFirst(schedule)] : [];
  return [...alone, ...onePoller, ...without, ...simpler];
}

function withPlan(schedule: Schedule, index: number, plan: Schedule['plans'][number]): Schedule {
  return { ...schedule, plans: schedule.plans.map((each, at) => (at === index ? plan : each)) };
}

function onlyFirst(schedule: Schedule): Schedule {
  const happenings = schedule.happenings.filter((each) => each.kind !== 'person' || each.issue === 0);
  return { ...schedule, plans: schedule.plans.slice(0, 1), happenings };
}
