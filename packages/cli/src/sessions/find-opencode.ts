import { access, constants } from 'node:fs/promises';
import { arch } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { EXIT_CODES, OperatorError } from '@opencode-commander/task';
import type { Cli } from '../cli.ts';

/** There is no opencode to show a session with. */
class OpencodeMissingError extends OperatorError {
  readonly exitCode = EXIT_CODES.configuration;
}

/** The one that sandboxes run, which came with commander. */
const OWN = fileURLToPath(
  new URL(`../../../../images/agent/node_modules/opencode-linux-${arch()}/bin/opencode`, import.meta.url),
);

/** The opencode of this host: that of the sandboxes where it is, else one on the PATH. Throws OpencodeMissingError. */
export async function findOpencode({ env }: Pick<Cli, 'env'>): Promise<string> {
  const directories = (env['PATH'] ?? '').split(delimiter).filter(Boolean);
  for (const path of [OWN, ...directories.map((directory) => join(directory, 'opencode'))])
    if (await isProgram(path)) return path;
  throw new OpencodeMissingError(
    'There is no opencode on this host to attach with: npm install -g opencode-ai',
  );
}

function isProgram(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}
