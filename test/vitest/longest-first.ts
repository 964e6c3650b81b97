import { readFile } from 'node:fs/promises';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/**
 * Files that may take long begin first, so that none runs alone at the end. How long one may take, its tests say: it is the
 * sum of their timeouts.
 */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const timed = await Promise.all(files.map(async (file) => ({ file, ms: await patience(file.moduleId) })));
    return timed.sort((a, b) => b.ms - a.ms).map(({ file }) => file);
  }
}

async function patience(path: string): Promise<number> {
  const timeouts = (await readFile(path, 'utf8')).matchAll(/\btimeout: ([\d_]+)/g);
  return [...timeouts].reduce((sum, [, ms = '0']) => sum + Number(ms.replaceAll('_', '')), 0);
}
