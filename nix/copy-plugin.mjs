// Copies @opencode-ai/plugin with all it depends on into one flat directory, as the agent image has it:
//
//   node copy-plugin.mjs <directory>
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { argv } from 'node:process';
import { fileURLToPath } from 'node:url';
import { dependencyTree } from '../packages/sandbox/src/image/dependency-tree.ts';

const [, , directory = ''] = argv;
const plugin = fileURLToPath(new URL('../images/agent/node_modules/@opencode-ai/plugin', import.meta.url));
for (const [name, from] of await dependencyTree(plugin))
  await cp(from, join(directory, name), { recursive: true });
