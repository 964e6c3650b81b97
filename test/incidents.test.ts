import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { parseSync, Visitor } from 'oxc-parser';
import { beforeAll, expect, it } from 'vitest';

const ROOT = dirname(import.meta.dirname);
const GUIDE = await readFile(join(ROOT, 'docs/operations.md'), 'utf8');
/** Programs whose own messages are quoted: what begins like that, none of ours says. */
const OTHERS = ['crun: '];

let said: string;
beforeAll(async () => {
  const texts = await Promise.all(['packages', 'services'].map(sourcesIn));
  said = texts.flat().flatMap(stringsIn).join('\n');
});

it.each(incidents())('knows an incident by words that the code says: %s', (_shown, pieces) => {
  expect(pieces.filter((piece) => !said.includes(piece))).toEqual([]);
});

/** The first column of the table of incidents: of each message what stands around its `…`. */
function incidents(): [string, string[]][] {
  const [, table = ''] = GUIDE.split('| what you see | what it is | what to do |\n|---|---|---|\n');
  const rows = table.split('\n').filter((line) => line.startsWith('| '));
  return rows.flatMap((row) => {
    const [shown = ''] = row.slice(2).split(' | ');
    const messages = [...shown.matchAll(/`([^`]+)`/g)]
      .map(([, message = '']) => message)
      .filter((message) => !OTHERS.some((start) => message.startsWith(start)));
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

/** What a source may say to somebody: its strings and the texts of its templates, and none of its comments and names. */
function stringsIn(source: string): string[] {
  const strings: string[] = [];
  const visitor = new Visitor({
    Literal: ({ value }) => void (typeof value === 'string' && strings.push(value)),
    TemplateElement: ({ value }) => void strings.push(value.cooked ?? ''),
  });
  visitor.visit(parseSync('source.ts', source).program);
  return strings;
}
