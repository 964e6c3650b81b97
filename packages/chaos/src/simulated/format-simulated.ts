import type { SimulatedReport } from './run-simulated.ts';

/** The report for people. */
export function formatSimulated({ seed, played, happened, failure }: SimulatedReport): string {
  const faults = Object.entries(happened).map(([what, count]) => `${count} ${what}`);
  const head = [`seed ${seed}: ${played} schedules`, `what happened: ${faults.join(', ')}`];
  if (failure === null) return [...head, 'Nothing lost, nothing done twice.'].join('\n');
  return [
    ...head,
    `VIOLATED ${failure.rule}: ${failure.message}`,
    ...failure.trail,
    `The shortest schedule found: ${JSON.stringify(failure.shortest)}`,
    `Again: npm run chaos -- --simulated --seed ${seed} --first ${failure.schedule} --schedules 1`,
    'FAILED',
  ].join('\n');
}

/** Says how far it is, ten times in all. */
export function everyTenth(schedules: number, say: (line: string) => void): (played: number) => void {
  let next = schedules / 10;
  return (played) => {
    if (played < next) return;
    next += schedules / 10;
    say(`${played} of ${schedules} schedules`);
  };
}
