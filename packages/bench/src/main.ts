import { cpus, loadavg, tmpdir } from 'node:os';
import { HOST_REQUIREMENTS, setUpHost, thisHost } from '@opencode-commander/host';
import { runProcess } from '@opencode-commander/service';
import { BENCHMARKS } from './benchmarks/index.ts';
import { formatReport } from './format-report.ts';
import { readArguments } from './read-arguments.ts';
import type { Report } from './report.ts';
import { runBenchmarks } from './run-benchmarks.ts';

const WIDTH = Math.max(...BENCHMARKS.map(({ name }) => name.length));

const HELP = `Usage: npm run bench -- [--json] [--runs N] [name…]

Measures what commander costs against the same without it. Benchmarks:
${BENCHMARKS.map(({ name, about }) => `  ${name.padEnd(WIDTH)} ${about}`).join('\n')}`;

const exitCode = await runProcess({
  name: 'bench',
  host: process,
  start: async ({ signal }) => {
    const known = BENCHMARKS.map(({ name }) => name);
    const { names, runs, json, help } = readArguments(process.argv.slice(2), known);
    if (help) return void process.stdout.write(`${HELP}\n`);
    const say = (line: string) => void process.stderr.write(`${line}\n`);
    await setUpHost({ host: thisHost(process), requirements: HOST_REQUIREMENTS, say });
    const loadAverage = loadavg();
    const chosen = BENCHMARKS.filter(({ name }) => names.includes(name));
    const surroundings = { parent: tmpdir(), environment: process.env, signal, say };
    const benchmarks = await runBenchmarks(chosen, { ...surroundings, runs });
    const at = new Date().toISOString();
    const report: Report = { at, node: process.version, cpus: cpus().length, loadAverage, benchmarks };
    process.stdout.write(`${json ? JSON.stringify(report) : formatReport(report)}\n`);
  },
});
// Whatever still is open must not keep an ended program alive.
process.exit(exitCode);
