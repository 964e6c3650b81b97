import type { Cli } from './cli.ts';
import { UsageError } from './usage-error.ts';

/** Whether the person at the terminal agrees to what cannot be taken back. Throws UsageError when nobody can be asked. */
export async function agrees(cli: Pick<Cli, 'confirm'>, question: string): Promise<boolean> {
  const answer = await cli.confirm(question);
  if (answer === null)
    throw new UsageError('This cannot be taken back, and there is no terminal to ask at: add -y');
  return answer;
}
