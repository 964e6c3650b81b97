import { mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { HOST_REQUIREMENTS, setUpHost, thisHost } from '@opencode-commander/host';
import { runProcess } from '@opencode-commander/service';
import { EXIT_CODES } from '@opencode-commander/task';
import { formatReport } from './format-report.ts';
import { readArguments } from './read-arguments.ts';
import { readSchedule } from './read-schedule.ts';
import { runChaos } from './run-chaos.ts';
import { everyTenth, formatSimulated } from './simulated/format-simulated.ts';
import { runSimulated } from './simulated/run-simulated.ts';

const HELP = `Usage: npm run chaos -- [--seed N] [--faults K] [--minutes M] [--issues I] [--json]
       npm run chaos -- --schedule FILE
       npm run chaos -- --simulated [--seed N] [--schedules K] [--first N] [--json]

Runs commander as separate processes (two pollers, three dispatchers on two hosts, a gateway) on a real Redis, Podman
and opencode, has people file issues, makes everything fail as the seed says, lets it settle, and checks the world: one
outcome for each issue, nothing twice, nothing left behind. The same seed and number of faults give the same schedule: each fault
comes with the nth effect of its kind, or the nth of all; which effect of the many processes that is, chance decides.

  --seed N         decides about issues and faults (1)
  --faults K       so many things go wrong (20); from 200 on every failpoint has to be hit
  --issues I       so many issues at least (15) if there is time; more are filed until all faults have come
  --minutes M      faults go on for so long at most, and after a failure shorter schedules are tried for so long (30)
  --soak           issues are filed for all of M minutes, also when all faults have come; what is held is in the report
  --schedule FILE  replays a schedule that a failed run printed
  --no-shorten     after a failure no shorter schedule is looked for
  --logs DIR       keeps the logs of all processes, and what the check saw of each issue
  --simulated      the decisions alone, on a simulated clock
  --schedules K    with --simulated: so many random schedules (100000)
  --first N        with --simulated: begins with schedule N, to play a failing one again
  --json           the report for machines; what goes on is on standard error
Exit codes: 0 nothing violated, 1 something violated, 4 the command line, 130 interrupted.`;

const SETTLE_MS = 10 * 60_000;

let failed = false;
const exitCode = await runProcess({
  name: 'chaos',
  host: process,
  graceMs: 60_000,
  start: async ({ signal }) => {
    const args = readArguments(process.argv.slice(2));
    if (args.help) return void process.stdout.write(`${HELP}\n`);
    const began = performance.now();
    const say = (line: string) => {
      const at = ((performance.now() - began) / 1000).toFixed(1);
      process.stderr.write(`${at.padStart(7)} s  ${line}\n`);
    };
    if (args.simulated) {
      const report = await runSimulated({ ...args, onProgress: everyTenth(args.schedules, say) });
      failed = report.failure !== null;
      return void process.stdout.write(`${args.json ? JSON.stringify(report) : formatSimulated(report)}\n`);
    }
    await setUpHost({ host: thisHost(process), requirements: HOST_REQUIREMENTS, say });
    if (args.logs !== null) await mkdir(args.logs, { recursive: true });
    const minutesMs = args.minutes * 60_000;
    const report = await runChaos(await readSchedule(args), {
      ...{ parent: tmpdir(), environment: process.env, signal, say, logs: args.logs, issues: args.issues },
      soak: args.soak,
      faultsMs: minutesMs,
      settleMs: SETTLE_MS,
      shortenMs: args.shorten ? minutesMs : 0,
    });
    failed = !report.ok;
    process.stdout.write(`${args.json ? JSON.stringify(report) : formatReport(report)}\n`);
  },
});
// Whatever still is open must not keep an ended program alive.
process.exit(exitCode === EXIT_CODES.ok && failed ? EXIT_CODES.agent : exitCode);
