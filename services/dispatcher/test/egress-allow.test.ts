import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseAllowList } from '@opencode-commander/broker';
import { ConfigError, loadConfig } from '@opencode-commander/config';
import fc from 'fast-check';
import { expect, it } from 'vitest';

const PARTS = ['*.', 'a', 'b-c', '_', '-', '.', ':', '[', ']', '::1', '10.0.0.5', '0x1', '443', '70000', '%'];
const host = fc
  .array(fc.constantFrom(...PARTS), { minLength: 1, maxLength: 6 })
  .map((parts) => parts.join(''));

it('takes from the configuration exactly the hosts that the broker can read', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'e'));
  const isConfigurable = async (text: string) => {
    const env = {
      COMMANDER_DATA_DIR: join(directory, 'd'),
      COMMANDER_RUN_DIR: join(directory, 'r'),
      COMMANDER_CONTAINERS_EGRESS_ALLOW: JSON.stringify([text]),
    };
    try {
      await loadConfig({
        env,
        cwd: directory,
        home: directory,
        uid: process.getuid?.() ?? -1,
        hostname: 'h',
      });
      return true;
    } catch (error) {
      if (error instanceof ConfigError) return false;
      throw error;
    }
  };
  const property = fc.asyncProperty(host, async (text) => {
    expect(await isConfigurable(text), text).toBe(isReadable(text));
  });
  try {
    await fc.assert(property, { numRuns: 300 });
  } finally {
    await rm(directory, { recursive: true });
  }
});

function isReadable(text: string): boolean {
  try {
    parseAllowList([text]);
    return true;
  } catch {
    return false;
  }
}
