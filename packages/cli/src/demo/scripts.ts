import {
  bash,
  edit,
  question,
  read,
  type Step,
  say,
  structured,
  write,
} from '@opencode-commander/simulators';
import { commitAndPush } from './commit-and-push.ts';
import type { DemoIssueName } from './issues.ts';

/** What the simulated model does about each demo issue; everything it asks for is really done, in the sandbox. */
export const DEMO_STEPS: Record<DemoIssueName, readonly Step[]> = {
  umlauts: [
    read('src/slug.js'),
    edit(
      'src/slug.js',
      '    .toLowerCase()\n',
      "    .normalize('NFD')\n    .replace(/\\p{M}/gu, '')\n    .toLowerCase()\n",
    ),
    read('test/slug.test.js'),
    bash(
      [
        "cat >> test/slug.test.js <<'END'",
        '',
        "test('keeps the letter under an accent', () => {",
        "  assert.equal(slug('Über uns'), 'uber-uns');",
        '});',
        'END',
      ].join('\n'),
    ),
    bash('node --test'),
    commitAndPush('Keep the letter under an accent'),
    structured({
      title: 'Keep letters under accents in slugs',
      body: 'Titles are decomposed (NFD) and their combining marks dropped before anything else is replaced.\n\nTested with `node --test`; a test for `Über uns` is new.',
      summary: 'Accents are dropped and their letters kept, with a test.',
    }),
    say('The accents are dropped now, and the tests pass.'),
  ],
  glossary: [
    bash('grep -n "Dispatch\\|Epoch\\|Reap" docs/glossary.md || true'),
    // Long enough for the critical issue to need its slot, which ends it.
    bash('sleep 30'),
    bash(
      `printf '| **Drain** | A dispatcher stops claiming tasks and hands over its runs. |\\n' >> docs/glossary.md && tail -3 docs/glossary.md`,
    ),
    commitAndPush('Say what a drain is'),
    structured({
      title: 'Add Drain to the glossary',
      body: 'A row for **Drain**, in the form of the others.',
      summary: 'The glossary has a row for Drain.',
    }),
    say('The glossary has its row.'),
  ],
  klingon: [
    read('README.md'),
    say('I cannot write Klingon that reads well to a native speaker, so I leave the README as it is.'),
  ],
  length: [
    read('src/slug.js'),
    question({
      question: 'What should happen to a first word that is longer than the maximum?',
      header: 'Long words',
      options: [
        { label: 'Cut it', description: 'The slug is never longer than the maximum' },
        { label: 'Keep it', description: 'A word is never cut' },
      ],
    }),
    write(
      'src/slug.js',
      [
        '/** Turns a title into a URL slug of at most `max` characters, cut between words where it can be. */',
        'export function slug(title, { max = Infinity } = {}) {',
        '  const whole = title',
        '    .toLowerCase()',
        "    .replace(/[^a-z0-9]+/g, '-')",
        "    .replace(/^-|-$/g, '');",
        '  if (whole.length <= max) return whole;',
        "  const end = whole.lastIndexOf('-', max);",
        '  return whole.slice(0, end > 0 ? end : max);',
        '}',
        '',
      ].join('\n'),
    ),
    bash(
      [
        "cat >> test/slug.test.js <<'END'",
        '',
        "test('cuts at a word', () => {",
        "  assert.equal(slug('one two three', { max: 8 }), 'one-two');",
        "  assert.equal(slug('incomprehensible', { max: 4 }), 'inco');",
        '});',
        'END',
      ].join('\n'),
    ),
    bash('npm test'),
    commitAndPush('Cut slugs at a maximum length'),
    structured({
      title: 'Let slugs have a maximum length',
      body: '`slug(title, { max })` cuts between words, or within the first one when it is longer than `max`.\n\nTested with `npm test`.',
      summary: '`slug(title, { max: 40 })` cuts at a word.',
    }),
    say('Slugs can be cut now.'),
  ],
  editorconfig: [
    write(
      '.editorconfig',
      'root = true\n\n[*]\nindent_style = space\nindent_size = 2\ninsert_final_newline = true\n',
    ),
    commitAndPush('Agree on indentation'),
    structured({
      title: 'Add an .editorconfig',
      body: 'Two spaces and a final newline, as the code already has.',
      summary: 'Editors now agree: two spaces, final newline.',
    }),
    say('Editors have their rules.'),
  ],
};
