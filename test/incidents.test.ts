import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';

const ROOT = dirname(import.meta.dirname);
const GUIDE = await readFile(join(ROOT, 'docs/operations.md'), 'utf8');

let sources: string;
beforeAll(async () => {
  const texts = await Promise.all(['packages', 'services'].map(sourcesIn));
  sources = texts.flat().join('\n');
});

it.each(incidents())('knows an incident by words that the code says: %s', (_shown, pieces) => {
  expect(pieces.filter((piece) => !sources.includes(piece))).toEqual([]);
});

/** The first column of the table of incidents: of each message what stands around its `…`. */
function incidents(): [string, string[]][] {
  const [, table = ''] = GUIDE.split('| what you see | what it is | what to do |\n|---|---|---|\n');
  const rows = table.split('\n').filter((line) => line.startsWith('| '));
  return rows.flatMap((row) => {
    const [shown = ''] = row.slice(2).split(' | ');
    const messages = [...shown.matchAll(/`([^`]+)`/g)].map(([, message = '']) => message);
    const pieces = messages
      .flatMap((message) => message.split('…'))
      .map((piece) => piece.replace(/^\W+|\s+$/g, ''));
    const found: [string, string[]] = [shown, pieces.filter((piece) => piece !== '')];
    return messages.length > 0 ? [found] : [];
  });
}

async function sourcesIn(folder: string): Promise<string[]> {
  const members = await readdir(join(ROOT, folder));
  const texts = members.map(async (member) => {
    const directory = join(ROOT, folder, member, 'src');
    const files = await readdir(directory, { recursive: true });
    return Promise.all(
      files.filter((file) => file.endsWith('.ts')).map((file) => readFile(join(directory, file), 'utf8')),
    );
  });
  return (await Promise.all(texts)).flat();
}
