/** The files of the demo's small repository: a library with a bug, its tests, and a model of its own choice. */
export const SLUGGER: Readonly<Record<string, string>> = {
  'README.md':
    '# slugger\n\nTurns titles into URL slugs.\n\n```js\nslug("Hello, world"); // "hello-world"\n```\n',
  'package.json': `${JSON.stringify({ name: 'slugger', version: '1.0.0', type: 'module', scripts: { test: 'node --test' } }, null, 2)}\n`,
  'opencode.json': `${JSON.stringify({ $schema: 'https://opencode.ai/config.json', model: 'simulated/scripted' }, null, 2)}\n`,
  'src/slug.js': [
    '/** Turns a title into a URL slug. */',
    'export function slug(title) {',
    '  return title',
    '    .toLowerCase()',
    "    .replace(/[^a-z0-9]+/g, '-')",
    "    .replace(/^-|-$/g, '');",
    '}',
    '',
  ].join('\n'),
  'test/slug.test.js': [
    "import assert from 'node:assert/strict';",
    "import { test } from 'node:test';",
    "import { slug } from '../src/slug.js';",
    '',
    "test('joins words with dashes', () => {",
    "  assert.equal(slug('Hello, world'), 'hello-world');",
    '});',
    '',
  ].join('\n'),
};
