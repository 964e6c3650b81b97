import { shownName } from '../shown-name.ts';
import { createAddedLines } from './added-lines.ts';
import { credentialIn, searchable } from './credential-patterns.ts';
import { newCommits, type Range, readObjects } from './range.ts';

const MAX_BYTES = 4 * 1024 ** 3;
const PATCH = ['--patch', '--unified=0', '--text', '--no-renames', '--diff-merges=dense-combined'];
const PLAIN = [
  '--no-ext-diff',
  '--no-textconv',
  '--no-color',
  '--src-prefix=a/',
  '--dst-prefix=b/',
  '--no-notes',
];

/** Why the work may not be published: a line that a new commit adds, or its message, holds a credential. */
export async function findCredential(range: Range, secrets: readonly string[]): Promise<string | null> {
  const values = searchable(secrets);
  const args = ['log', '--format=%an%n%ae%n%cn%n%ce%n%B', '--no-notes', ...newCommits(range)];
  const messages = await readObjects(range.repository, { args });
  const inMessage = credentialIn(Buffer.from(messages).toString('latin1'), values);
  if (inMessage) return `has ${inMessage} in a commit's message`;
  return findInFiles(range, values);
}

async function findInFiles(range: Range, values: readonly string[]): Promise<string | null> {
  let found: string | null = null;
  const lines = createAddedLines(({ path, text }) => {
    const credential = found === null ? credentialIn(text, values) : null;
    if (credential) found = `has ${credential} in ${shownName(Buffer.from(path, 'latin1').toString())}`;
  });
  const args = ['log', '--format=commit %H', ...PATCH, ...PLAIN, ...newCommits(range)];
  await readObjects(range.repository, { args, maxBytes: MAX_BYTES, onOutput: lines.push });
  lines.end();
  return found;
}
