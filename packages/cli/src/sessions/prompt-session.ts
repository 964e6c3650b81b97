import type { Cli } from '../cli.ts';
import { UsageError } from '../usage-error.ts';
import { tellOutcome } from './tell-outcome.ts';

export type Prompting = { session: string; words: readonly string[]; model?: string; json: boolean };

/** `commander session prompt`: what stands on the command line, or with `-` what comes in. Throws UsageError. */
export async function promptSession(cli: Cli, { session, words, model, json }: Prompting): Promise<void> {
  const said = words.join(' ');
  const text = said === '-' ? await cli.input() : said;
  if (text.trim() === '')
    throw new UsageError('there is nothing to say: name the text, or pipe it in after -');
  const input = { session, text, ...(model !== undefined && { model }) };
  await tellOutcome(cli, { operation: 'sessions.prompt', input, json });
}
