import { hostname } from 'node:os';
import { type Config, loadConfig, secretValues } from '@opencode-commander/config';
import { createLogger, type Scope } from '@opencode-commander/service';
import type { Cli } from './cli.ts';

type Surroundings = { process: NodeJS.Process; home: string };

/** The commands' view of this process. */
export function createCli(scope: Scope, { process, home }: Surroundings): Cli {
  const { env, stdout, stderr } = process;
  let config: Promise<Config> | undefined;
  const load = async (file: string | undefined) => {
    const uid = process.getuid?.() ?? -1;
    const loaded = await loadConfig({ env, cwd: process.cwd(), file, home, uid, hostname: hostname() });
    for (const secret of secretValues(loaded)) scope.redactor.add(secret);
    return loaded;
  };
  return {
    scope,
    env,
    terminal: { stdout: stdout.isTTY === true, stderr: stderr.isTTY === true },
    print: (line) => void stdout.write(`${line}\n`),
    show: (line) => void stderr.write(`${line}\n`),
    say: (line) => void stderr.write(`${scope.redactor.redact(line)}\n`),
    config: (file) => {
      config ??= load(file);
      return config;
    },
    logger: ({ log }, { level = log.level } = {}) =>
      createLogger({ name: 'commander', level, pretty: log.format === 'pretty', secrets: scope.redactor }),
  };
}
