import type { ChaosReport } from './run-chaos.ts';
import { hasManyFaults } from './schedule/fault.ts';

/** The report for people. */
export function formatReport(report: ChaosReport): string {
  const { schedule, injected, missed, issues, outcomes, violations, neverHit, shortest } = report;
  const ended = Object.entries(outcomes).map(([status, count]) => `${count} ${status}`);
  const restarts = Object.values(report.restarts).reduce((sum, count) => sum + count, 0);
  return [
    `seed ${schedule.seed}: ${injected} of ${schedule.faults.length} faults in ${report.secondsOfFaults} s; settled in ${report.secondsToSettle} s`,
    `issues: ${issues}, of which ${ended.join(', ')}`,
    `processes were started again ${restarts} times; ${missed.length} faults found nothing to break or no moment`,
    ...(hasManyFaults(schedule) ? [`failpoints never hit: ${neverHit.join(', ') || 'none'}`] : []),
    ...violations.map(({ rule, where, what }) => `VIOLATED ${rule}: ${where}: ${what}`),
    ...(violations.length > 0
      ? [`Again: npm run chaos -- --seed ${schedule.seed} --faults ${schedule.faults.length}`]
      : []),
    ...(shortest === null
      ? []
      : [
          `The shortest schedule found that fails (${shortest.faults.length} faults), for --schedule:`,
          JSON.stringify(shortest),
        ]),
    report.ok ? 'Nothing lost, nothing done twice.' : 'FAILED',
  ].join('\n');
}
