import { writeFile } from 'node:fs/promises';
import { configReference } from './config-reference.ts';
import { nixOptions } from './nix-options.ts';

const root = new URL('../../../../', import.meta.url);
await writeFile(new URL('docs/configuration.md', root), configReference());
await writeFile(new URL('nix/options.json', root), nixOptions());
