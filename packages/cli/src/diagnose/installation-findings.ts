import { ok, type Requirement, trouble } from '@opencode-commander/host';
import type { Cli } from '../cli.ts';
import { openClient } from '../open-client.ts';

/** What its processes share says of an installation, without what is well and was `seen` otherwise. Throws what asking for it throws. */
export async function installationFindings(cli: Cli, seen: readonly string[] = []): Promise<Requirement[]> {
  const client = await openClient(cli);
  const { findings } = await client.ask('doctor', {});
  return findings
    .filter((finding) => !(finding.ok && seen.includes(finding.check)))
    .map(({ check, ok: isOk, line, advice }) => {
      const verdict = isOk ? ok(line) : trouble(line, { advice: advice ?? '' });
      return { name: check, check: async () => verdict };
    });
}
