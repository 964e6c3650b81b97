import { styleText } from 'node:util';
import { findViolations } from './boundaries.ts';
import { readWorkspace } from './read-workspace.ts';
import { type CommandResult, runCommand } from './run-command.ts';

type Check = { name: string; run: (root: string) => Promise<CommandResult> };

const CHECKS: readonly Check[] = [
  command('format and lint', [
    'biome',
    'ci',
    `--colors=${process.stdout.isTTY ? 'force' : 'off'}`,
    '--error-on-warnings',
    '--max-diagnostics=100',
  ]),
  command('types', ['tsc', '--project', '.']),
  command('promises and switches', ['oxlint', '--type-aware', '--deny-warnings']),
  { name: 'dependency boundaries', run: checkBoundaries },
  command('dead code', ['knip', '--no-progress', '--treat-config-hints-as-errors']),
];

/** Runs every check at once, says a line about each as it ends, and gives whether all of them passed. */
export async function runChecks(root: string): Promise<boolean> {
  const passed = await Promise.all(CHECKS.map((check) => runCheck(root, check)));
  return passed.every(Boolean);
}

async function runCheck(root: string, { name, run }: Check): Promise<boolean> {
  const started = performance.now();
  const { code, output } = await run(root);
  const seconds = `${((performance.now() - started) / 1000).toFixed(1)} s`;
  const verdict = code === 0 ? colour('green', 'ok  ') : colour('red', 'FAIL');
  console.log(`${verdict}  ${name.padEnd(24)}${seconds.padStart(7)}`);
  if (code !== 0) console.log(`\n${output.trimEnd()}\n`);
  return code === 0;
}

async function checkBoundaries(root: string): Promise<CommandResult> {
  const violations = findViolations(await readWorkspace(root));
  const output = violations.map(({ file, rule }) => `${file}: ${rule}`).join('\n');
  return { code: violations.length ? 1 : 0, output };
}

function command(name: string, line: readonly [string, ...string[]]): Check {
  return { name, run: (root) => runCommand(root, line) };
}

function colour(name: 'green' | 'red', text: string): string {
  return process.stdout.isTTY ? styleText(name, text) : text;
}
