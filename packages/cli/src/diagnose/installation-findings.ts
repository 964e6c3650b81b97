import { ok, type Requirement, trouble } from '@opencode-commander/host';
import type { Cli } from '../cli.ts';
import { openClient } from '../open-client.ts';

type Seen = {
  /** What was looked at otherwise, in the same way. */
  seen?: readonly string[];
  /** What was looked at otherwise, but not for all that may be wrong with it. */
  seenInPart?: readonly string[];
};

/** What its processes share says of an installation, without what was seen otherwise. Throws what asking for it throws. */
export async function installationFindings(
  cli: Cli,
  { seen = [], seenInPart = [] }: Seen = {},
): Promise<Requirement[]> {
  const client = await openClient(cli);
  const { findings } = await client.ask('doctor', {});
  return findings
    .filter(({ ok: isOk, check }) => !seen.includes(check) && !(isOk && seenInPart.includes(check)))
    .map(({ check, ok: isOk, line, advice }) => {
      const verdict = isOk ? ok(line) : trouble(line, { advice: advice ?? '' });
      return { name: check, check: async () => verdict };
    });
}
