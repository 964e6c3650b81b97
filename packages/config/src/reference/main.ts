import { writeFile } from 'node:fs/promises';
import { configReference } from './config-reference.ts';

const target = new URL('../../../../docs/configuration.md', import.meta.url);
await writeFile(target, configReference());
