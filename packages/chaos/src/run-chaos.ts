import type { RunReport } from './report.ts';
import { type RunOptions, runSchedule } from './run-schedule.ts';
import { hasManyFaults, type Schedule } from './schedule/fault.ts';
import { shorten } from './shorten/shorten.ts';

/** What `npm run chaos` came to. */
export type ChaosReport = RunReport & {
  /** The shortest schedule found that fails too; null where none was looked for. */
  shortest: Schedule | null;
};

export type ChaosOptions = RunOptions & {
  /** How long shorter schedules may be looked for after a failure; 0: not at all. */
  shortenMs: number;
};

/** Runs the schedule; after a failure, shorter ones. */
export async function runChaos(schedule: Schedule, options: ChaosOptions): Promise<ChaosReport> {
  const report = withUnhit(await runSchedule(schedule, options));
  if (report.ok || options.shortenMs === 0) return { ...report, shortest: null };
  const { say, signal } = options;
  for (const { rule, where, what } of report.violations) say(`violated: ${rule}: ${where}: ${what}`);
  const deadline = performance.now() + options.shortenMs;
  const faults = await shorten(schedule.faults, {
    mayGoOn: () => !signal.aborted && performance.now() < deadline,
    fails: async (fewer) => {
      say(`the same with ${fewer.length} of ${schedule.faults.length} faults`);
      return !(await runSchedule({ ...schedule, faults: [...fewer] }, options)).ok;
    },
  });
  return { ...report, shortest: { ...schedule, faults: [...faults] } };
}

function withUnhit(report: RunReport): RunReport {
  if (!hasManyFaults(report.schedule)) return report;
  const unhit = report.neverHit.map((what) => ({ rule: 'every failpoint is hit', where: 'rig', what }));
  return { ...report, ok: report.ok && unhit.length === 0, violations: [...report.violations, ...unhit] };
}
