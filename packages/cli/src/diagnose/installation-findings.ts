import { ok, type Requirement, trouble } from '@opencode-commander/host';
import type { Cli } from '../cli.ts';
import { openClient } from '../open-client.ts';

/** Looked at from this host by itself. */
const SEEN_HERE: readonly string[] = ['Redis', 'GitHub'];

/** What the processes of the installation share says of it. Throws RedisError. */
export async function installationFindings(cli: Cli): Promise<Requirement[]> {
  const client = await openClient(cli);
  const { findings } = await client.ask('doctor', {});
  return findings
    .filter((finding) => !(finding.ok && SEEN_HERE.includes(finding.check)))
    .map(({ check, ok: isOk, line, advice }) => {
      const verdict = isOk ? ok(line) : trouble(line, { advice: advice ?? '' });
      return { name: check, check: async () => verdict };
    });
}
