import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '..');
const read = (name: string) => readFile(join(ROOT, name), 'utf8');
const QUADLETS = ['poller', 'dispatcher', 'mcp-gateway'].map(
  (name) => `units/quadlet/opencode-commander-${name}.container`,
);
/** The tag of an image of ours, or what stands for one where none is said. */
const TAG = /(?:opencode-commander\/[\w$-]+:|OC_VERSION(?::-|=))(\d[\w.-]*)/g;

it.each(['compose.yaml', '.env.example', 'docs/deployment.md', 'docs/dev-shells.md', ...QUADLETS])(
  'calls images by the version that package.json has: %s',
  async (name) => {
    const { version } = JSON.parse(await read('package.json'));
    const tags = [...(await read(name)).matchAll(TAG)].map(([, tag]) => tag);
    expect(new Set(tags)).toEqual(new Set([version]));
  },
);
